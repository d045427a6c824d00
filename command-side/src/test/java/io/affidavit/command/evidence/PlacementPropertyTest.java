package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordAggregate;
import io.affidavit.schemas.evidence.RecordDraft;
import io.affidavit.schemas.evidence.RecordLinks;
import io.affidavit.schemas.evidence.RecordPayload;
import io.affidavit.schemas.evidence.RecordTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;

/// However events fall into batches, the log is the same to the byte.
class PlacementPropertyTest {

    private static final LogOrigin ORIGIN = new LogOrigin("test.local/0123456789abcdef/2026");
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123456Z");
    private static final List<String> TENANTS = List.of("acme", "globex", "initech");

    @RepeatedTest(20)
    void batchingLeavesNoTrace() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<StagedEvent> events = events(random, 1 + random.nextInt(120));

        List<byte[]> alone = write(events, new Random(0), 1);
        assertThat(write(events, random, 40)).as("seed %d", seed).containsExactlyElementsOf(alone);
    }

    private static List<byte[]> write(List<StagedEvent> events, Random random, int largest) {
        Head head = new Head((short) 0, "(0,1)", 0, 0, Leaf.genesis(ORIGIN), NOW, new Frontier());
        TENANTS.forEach(tenant -> learnNone(head, tenant));
        List<byte[]> records = new ArrayList<>();
        Head current = head;
        int from = 0;
        while (from < events.size()) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(largest));
            Placement batch = new Placement(current, NOW, from, Leaf.newDigest());
            assertThat(batch.misfit(events.subList(from, to))).isNull();
            assertThat(batch.add(events.subList(from, to)).position()).isEqualTo(to - 1);
            batch.records().forEach(placed -> records.add(placed.record()));
            current = current.after(batch, "(0,1)");
            from = to;
        }
        assertThat(current.size).isEqualTo(events.size());
        assertThat(current.frontier.size()).isEqualTo(events.size());
        return records;
    }

    private static void learnNone(Head head, String tenant) {
        head.learnLink(tenant, Head.Link.NONE);
    }

    private static List<StagedEvent> events(Random random, int count) {
        List<StagedEvent> events = new ArrayList<>();
        int[] sequences = new int[5];
        for (int i = 0; i < count; i++) {
            int story = random.nextInt(sequences.length);
            String tenant = random.nextInt(4) == 0 ? null : TENANTS.get(random.nextInt(3));
            events.add(event("story-" + story, sequences[story]++, tenant, i));
        }
        return events;
    }

    private static StagedEvent event(String story, int sequence, String tenant, int number) {
        RecordPayload payload =
                new RecordPayload(
                        new UUID(1, number).toString(),
                        "thing.happened",
                        1,
                        ("{\"n\":\"" + number + "\"}").getBytes(StandardCharsets.UTF_8),
                        List.of());
        RecordTemplate template =
                RecordTemplate.of(
                        new RecordDraft(
                                ORIGIN,
                                "0123456789abcdef",
                                new RecordAggregate("thing", story, sequence),
                                new RecordActor("system", "gateway", "system"),
                                new RecordLinks(tenant, null, null, null),
                                payload));
        return new StagedEvent(
                template,
                AggregateKey.of("thing", story),
                sequence,
                tenant,
                "thing.happened",
                List.of(),
                TestLog.event("thing", story, sequence, "payload"));
    }
}
