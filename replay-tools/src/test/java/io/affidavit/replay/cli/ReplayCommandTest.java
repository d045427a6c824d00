package io.affidavit.replay.cli;

import static io.affidavit.replay.cli.CommandLineCase.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.BundleMaker;
import io.affidavit.replay.rerun.RecordedCall;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest {

    @TempDir private Path directory;

    @Test
    void tellsDecisionByDecisionThatTheyFollow() throws IOException {
        CommandLineCase replay = replay(bundle(new RecordedCall(), true));

        assertThat(replay.exit).as(replay.out).isZero();
        assertThat(replay.lines())
                .hasSize(9)
                .contains(
                        "FOLLOWS   #5 call.admitted estimate by utf8_bytes_div3/1: a request of 3001"
                                + " bytes has at most 1001 tokens; recorded 1001")
                .endsWith("OK 8 decisions follow, 0 differ, 0 not shown");
    }

    @Test
    void exits35WhereOneDoesNotFollow() throws IOException {
        BundleMaker bundle = bundle(new RecordedCall().cost(4_500_001), true);

        CommandLineCase replay = replay(bundle, "--json");
        JsonNode answer = new JsonMapper().readTree(replay.out);

        assertThat(replay.exit).isEqualTo(35);
        assertThat(answer.path("differs").asInt()).isEqualTo(1);
        assertThat(answer.path("decisions").path(6).path("what").asString()).isEqualTo("price");
        assertThat(answer.path("decisions").path(6).path("verdict").asString())
                .isEqualTo("differs");
    }

    @Test
    void exits4WhereAnInputIsNotAmongTheRecords() throws IOException {
        assertThat(replay(bundle(new RecordedCall(), false)).exit).isEqualTo(4);
    }

    /// What is kept back may be the one decision that does not follow.
    @Test
    void exits4WhereARecordIsKeptBack() throws IOException {
        BundleMaker bundle = bundle(new RecordedCall(), true).hide(6).make();

        CommandLineCase replay = replay(bundle);

        assertThat(replay.exit).as(replay.out).isEqualTo(4);
        assertThat(replay.out).contains("NOT SHOWN records kept back: 1").contains(" 0 differ");
    }

    @Test
    void noRecordMovesTheCursor() throws IOException {
        BundleMaker bundle = bundle(new RecordedCall(), true);
        bundle.edit(
                "events.jsonl",
                text -> text.replace("utf8_bytes_div3/1", "x\\nOK 8 decisions follow\\u001b[8m"));

        CommandLineCase replay = replay(bundle);

        assertThat(replay.exit).isEqualTo(10);
        assertThat(replay.out).contains("estimate by x?OK 8 decisions follow?[8m: counted");
    }

    @Test
    void exitsWithTheVerifiersCodeForABundleThatIsNotSound() throws IOException {
        BundleMaker bundle = bundle(new RecordedCall(), true);
        bundle.edit("events.jsonl", text -> text.replace("3001", "3004"));

        CommandLineCase replay = replay(bundle);

        assertThat(replay.exit).isEqualTo(10);
        assertThat(replay.out).contains("FAIL 10 2 events.jsonl: ");
    }

    private CommandLineCase replay(BundleMaker bundle, String... more) throws IOException {
        Path policy = Files.writeString(directory.resolve("policy"), BundleMaker.KEYS.policy());
        Path ca = Files.writeString(directory.resolve("ca.pem"), BundleMaker.ROOT.pem());
        String zip = bundle.zip(directory.resolve("case.zip")).toString();
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "replay",
                                zip,
                                "--policy",
                                policy.toString(),
                                "--ca",
                                ca.toString()));
        words.addAll(List.of(more));
        return type(words.toArray(String[]::new));
    }

    /// The grounds at 1 to 4, the call at 5 to 9.
    private static BundleMaker bundle(RecordedCall call, boolean withGrounds) {
        SampleLog log = SampleLog.opened();
        List<DomainEvent> grounds = call.grounds();
        for (int i = 0; i < grounds.size(); i++) {
            append(log, grounds.get(i), "ground", "g" + i, 0);
        }
        List<DomainEvent> story = call.story();
        for (int i = 0; i < story.size(); i++) {
            append(log, story.get(i), "call", RecordedCall.CALL.toString(), i);
        }
        BundleMaker bundle = new BundleMaker(BundleMaker.records(log), 10);
        bundle.show(IntStream.rangeClosed(withGrounds ? 0 : 5, 9).toArray());
        return bundle.call(RecordedCall.CALL.toString()).make();
    }

    private static void append(
            SampleLog log, DomainEvent event, String aggregate, String id, int sequence) {
        log.append(
                new SampleLog.Entry(
                        EventNames.of(event.getClass()).type(),
                        aggregate,
                        id,
                        sequence,
                        "acme",
                        EventSerializer.data(event),
                        List.of()),
                UnaryOperator.identity());
    }
}
