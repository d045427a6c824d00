package io.affidavit.command.limit;

import static io.affidavit.command.limit.LimitNode.newCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.evidence.ReceiptKey;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.call.RefusalsCoalesced;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.serial.ResultMetaData;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many calls of one key at a limit without room.
class LimitFloodTest {

    private static final int CALLS = 2_000;
    private static final int CALLERS = 100;
    private static final int ROOM = 3;

    private EvidenceLogs logs;

    @BeforeEach
    void start(@TempDir Path directory) {
        logs = new EvidenceLogs(directory);
    }

    @AfterEach
    void stop() {
        logs.close();
    }

    private LimitNode node() {
        return new LimitNode(logs, Clock.systemUTC());
    }

    @Test
    void recordsThemExactlyAndInFewRecords() throws Exception {
        List<LimitNode> nodes = List.of(node(), node());
        nodes.getFirst().set(1, LimitScopeKind.KEY, LimitUnit.REQUESTS, LimitWindow.DAY, ROOM);

        List<Optional<Refusal>> outcomes = flood(nodes, () -> {});

        assertThat(outcomes.stream().filter(Optional::isEmpty)).hasSize(ROOM);
        assertThat(outcomes.stream().flatMap(Optional::stream))
                .allMatch(refusal -> refusal.code() == FailureCode.INSUFFICIENT_QUOTA)
                .allMatch(refusal -> refusal.message().contains("of 3 requests per day"));
        List<RecordView> records = logs.verified();
        assertThat(single(records) + counted(records)).isEqualTo(CALLS - ROOM);
        assertThat(counted(records)).isPositive();
        // What was under way when the limit filled up, then for each second of each node 20 single
        // ones, 10 that look whether there is room, and 10 counts.
        long seconds =
                Duration.between(records.getFirst().at(), records.getLast().at()).toSeconds() + 2;
        assertThat(records).hasSizeLessThan((int) (2 * CALLERS + 2 * seconds * 40));
        assertThat(Accounts.stored(logs)).isEqualTo(Accounts.folded(records));
        assertThat(nodes).allMatch(node -> !node.exhaustions.isEmpty());
    }

    @Test
    void givesAReceiptForEachRefusalFromMemory() throws Exception {
        LimitNode node = node();
        node.set(1, LimitScopeKind.KEY, LimitUnit.REQUESTS, LimitWindow.DAY, 0);
        ReceiptKey key = new ReceiptKey(logs.evidence());
        Set<String> types = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            CallId call = newCall();
            Object receipt =
                    node.result(LimitNode.admission(call))
                            .getMetaData()
                            .get(ResultMetaData.RECEIPT);
            RecordView record = key.checked((String) receipt);
            types.add(record.type());
            assertThat(record.call())
                    .isEqualTo(record.type().equals("call.refused") ? call.toString() : null);
        }
        assertThat(types).contains("call.refused").isSubsetOf("call.refused", "refusals.coalesced");
    }

    @Test
    void answersNothingThatIsNotOnRecord() throws Exception {
        LimitNode node = node();
        node.set(1, LimitScopeKind.KEY, LimitUnit.REQUESTS, LimitWindow.MINUTE, 0);

        List<Optional<Refusal>> outcomes = flood(List.of(node), () -> logs.failAppends(true));
        logs.failAppends(false);

        long refused =
                outcomes.stream()
                        .flatMap(Optional::stream)
                        .filter(refusal -> refusal.code() == FailureCode.RATE_LIMIT_EXCEEDED)
                        .count();
        List<RecordView> records = logs.verified();
        assertThat(refused).isEqualTo(single(records) + counted(records)).isLessThan(CALLS);
        assertThat(outcomes.stream().flatMap(Optional::stream).map(Refusal::code))
                .contains(FailureCode.EVIDENCE_UNAVAILABLE);
    }

    @Test
    void letsTheNextCallInOnceAnotherEnds() throws Exception {
        LimitNode node = node();
        node.set(1, LimitScopeKind.TEAM, LimitUnit.PARALLEL, LimitWindow.TOTAL, 1);
        CallId call = newCall();
        assertThat(node.admit(call)).isEmpty();

        assertThat(flood(List.of(node), () -> {})).noneMatch(Optional::isEmpty);
        assertThat(node.send(CallFixtures.complete(call, List.of()))).isEmpty();

        assertThat(node.admit(newCall())).isEmpty();
        assertThat(node.admit(newCall())).isPresent();
    }

    @Test
    void letsTheNextCallInOnceTheLimitIsRaised() throws Exception {
        LimitNode node = node();
        node.set(1, LimitScopeKind.TEAM, LimitUnit.REQUESTS, LimitWindow.TOTAL, 0);
        assertThat(flood(List.of(node), () -> {})).noneMatch(Optional::isEmpty);

        node.say(
                1,
                1,
                new LimitRaisedTemporarily(
                        LimitNode.limit(1),
                        CallFixtures.ACME,
                        1,
                        Instant.now().plusSeconds(600),
                        List.of()));

        assertThat(node.admit(newCall())).isEmpty();
        assertThat(node.admit(newCall())).isPresent();
    }

    @Test
    void findsRoomThatAnotherNodeMadeWhenItsKnowledgeIsOld() {
        AtomicLong nanos = new AtomicLong();
        LimitNode other = node();
        LimitNode node = new LimitNode(logs, Clock.systemUTC(), nanos::get);
        other.set(1, LimitScopeKind.TEAM, LimitUnit.PARALLEL, LimitWindow.TOTAL, 1);
        CallId call = newCall();
        assertThat(other.admit(call)).isEmpty();
        assertThat(node.admit(newCall())).isPresent();
        assertThat(other.send(CallFixtures.complete(call, List.of()))).isEmpty();

        assertThat(node.admit(newCall())).isPresent();
        nanos.set(FullLimits.FRESH.toNanos() + 1);
        assertThat(node.admit(newCall())).isEmpty();
    }

    @Test
    void tellsWhatIsLeft() {
        LimitNode node = node();
        node.set(1, LimitScopeKind.KEY, LimitUnit.REQUESTS, LimitWindow.MINUTE, 2);
        node.set(2, LimitScopeKind.TEAM, LimitUnit.REQUESTS, LimitWindow.HOUR, 100);
        node.set(3, LimitScopeKind.TEAM, LimitUnit.TOKENS, LimitWindow.TOTAL, 1_000);
        node.set(4, LimitScopeKind.KEY, LimitUnit.USD, LimitWindow.TOTAL, 1_000_000);

        List<RateLeft> first = node.rates(newCall());
        node.rates(newCall());
        Refusal refusal = node.admit(newCall()).orElseThrow();
        Refusal fast = node.admit(newCall()).orElseThrow();

        assertThat(first).extracting(RateLeft::left).containsExactly(1L, 700L);
        assertThat(first).extracting(RateLeft::amount).containsExactly(2L, 1_000L);
        assertThat(first)
                .extracting(RateLeft::unit)
                .containsExactly(LimitUnit.REQUESTS, LimitUnit.TOKENS);
        RateLeft requests = first.getFirst();
        assertThat(Duration.between(requests.at(), requests.fullAt()))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
        assertThat(first.getLast().fullAt()).isNull();
        assertThat(refusal.rates()).extracting(RateLeft::left).containsExactly(0L, 400L);
        assertThat(fast.rates()).extracting(RateLeft::left).containsExactly(0L, 400L);
    }

    private static long single(List<RecordView> records) {
        return records.stream().filter(record -> record.type().equals("call.refused")).count();
    }

    private static long counted(List<RecordView> records) {
        return records.stream()
                .filter(record -> record.type().equals("refusals.coalesced"))
                .map(record ->
                        (RefusalsCoalesced)
                                EventSerializer.read(
                                        record.type(),
                                        Integer.toString(record.rev()),
                                        record.data(),
                                        List.of()))
                .peek(fact -> assertThat(fact.limit()).isEqualTo(LimitNode.limit(1)))
                .mapToLong(RefusalsCoalesced::count)
                .sum();
    }

    /// @param halfway happens when half of the calls have been made
    private static List<Optional<Refusal>> flood(List<LimitNode> nodes, Runnable halfway)
            throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<List<Optional<Refusal>>>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                LimitNode node = nodes.get(i % nodes.size());
                callers.add(
                        threads.submit(() -> {
                            List<Optional<Refusal>> heard = new ArrayList<>();
                            for (int call = next.getAndIncrement();
                                    call < CALLS;
                                    call = next.getAndIncrement()) {
                                if (call == CALLS / 2) {
                                    halfway.run();
                                }
                                heard.add(node.admit(newCall()));
                            }
                            return heard;
                        }));
            }
        }
        List<Optional<Refusal>> outcomes = new ArrayList<>();
        for (Future<List<Optional<Refusal>>> caller : callers) {
            outcomes.addAll(caller.get());
        }
        return outcomes;
    }
}
