package io.affidavit.replay.cli;

import static io.affidavit.replay.cli.CommandLineCase.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.timeline.Answers;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.testing.Samples;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int EVENTS = 450;

    @TempDir private Path data;
    private ControlPlaneDouble plane;
    private HeldDirectory gateway;

    @BeforeEach
    void startGateway() throws IOException {
        plane = new ControlPlaneDouble();
        plane.answer("/health/ready", _ -> "{}");
        plane.answer("/actuator/health", _ -> "{\"status\":\"UP\",\"parts\":{}}");
        plane.answer(
                "/audit/log",
                _ -> "{\"origin\":\"o\",\"size\":\"%d\",\"root\":\"ab\"}".formatted(EVENTS));
        plane.answer("/audit/calls", _ -> "{\"data\":[{\"callId\":\"" + Answers.CALL + "\"}]}");
        plane.answer("/audit/calls/" + Answers.CALL, _ -> Answers.call().toString());
        plane.answer("/audit/events", CommandsTest::events);
        gateway = HeldDirectory.hold(data);
        Files.writeString(data.resolve("operator.token"), ControlPlaneDouble.TOKEN + "\n");
        Files.writeString(
                data.resolve("run.json"),
                """
                {"state":"ready","pid":%d,"dataUrl":"%2$s","controlUrl":"%2$s","database":
                {"kind":"embedded","host":"127.0.0.1","port":5,"name":"affidavit",
                "superuser":"postgres","passwordFile":"/p","passwords":"/q"}}\
                """
                        .formatted(gateway.pid(), plane.url()));
    }

    @AfterEach
    void endGateway() {
        gateway.close();
        plane.close();
    }

    @Test
    void logRotatesEachKeyThatCanBe() {
        plane.answer(
                "/admin/log/keys",
                _ -> "{\"use\":\"receipt\",\"state\":\"added\",\"file\":\"receipt.ed25519.0a\"}");
        plane.status("/admin/log/keys", 201);
        plane.answer("/admin/log/keys/receipt/retire", _ -> "{\"detail\":\"too early\"}");
        plane.status("/admin/log/keys/receipt/retire", 409);

        CommandLineCase rotated = command("log", "rotate", "--key", "RECEIPT");
        CommandLineCase all = command("log", "rotate", "--prepare");
        CommandLineCase early = command("log", "retire", "--key", "RECEIPT");

        assertThat(rotated.exit).as(rotated.err).isZero();
        assertThat(rotated.out).isEqualToIgnoringNewLines("receipt added: receipt.ed25519.0a");
        assertThat(all.out.lines()).hasSize(3);
        assertThat(early.exit).isEqualTo(1);
        assertThat(early.err).contains("receipt: ", "too early");
    }

    @Test
    void exportAsksForABundleAndFetchesIt() throws IOException {
        String state = "{\"id\":\"bdl_1\",\"state\":\"%s\",\"recordsTotal\":7,\"sums\":\"ab\"}";
        plane.answer("/evidence/bundles", _ -> state.formatted("preparing"));
        plane.status("/evidence/bundles", 202);
        plane.answer("/evidence/bundles/bdl_1", _ -> state.formatted("ready"));
        Path out = data.resolve("case.zip");

        CommandLineCase export = command("export", "--call", Answers.CALL, "--out", out.toString());

        assertThat(export.exit).as(export.err).isZero();
        assertThat(export.out).contains("7 records, SHA256SUMS ab");
        assertThat(Files.readString(out)).contains("ready");
        CommandLineCase again = command("export", "--call", Answers.CALL, "--out", out.toString());
        assertThat(again.exit).isEqualTo(1);
        assertThat(again.err).contains("is there already");
    }

    @Test
    void exportNamesWhatWentWrong() {
        plane.answer(
                "/evidence/bundles",
                _ ->
                        "{\"id\":\"bdl_1\",\"state\":\"failed\",\"failure\":\"evidence_unavailable\"}");
        plane.status("/evidence/bundles", 202);
        String out = data.resolve("key.zip").toString();

        assertThat(command("export", "--key", "k", "--out", out).err)
                .contains("could not be made: evidence_unavailable");
        plane.answer("/evidence/bundles", _ -> "{\"detail\":\"scope.id: not found\"}");
        plane.status("/evidence/bundles", 404);
        assertThat(command("export", "--call", "last", "--out", out).err.lines())
                .singleElement()
                .asString()
                .endsWith("/evidence/bundles: HTTP 404, scope.id: not found");
        assertThat(command("export", "--key", "k", "--to", "2026-11-26", "--out", out).exit)
                .isEqualTo(1);
        assertThat(command("export", "--key", "k", "--call", "c", "--out", out).exit).isEqualTo(1);
        assertThat(command("export", "--key", "k").exit).isEqualTo(1);
    }

    @Test
    void statusTellsEverythingThatTheContractNames() {
        CommandLineCase status = command("status", "--json");

        JsonNode answer = JSON.readTree(status.out);
        assertThat(status.exit).as(status.out).isZero();
        assertThat(status.lines()).hasSize(1);
        assertThat(answer.propertyNames())
                .containsExactly(
                        "state",
                        "pid",
                        "dataUrl",
                        "controlUrl",
                        "dataDirectory",
                        "database",
                        "log",
                        "reasons");
        assertThat(answer.path("state").asString()).isEqualTo("ready");
        assertThat(answer.path("pid").asLong()).isEqualTo(gateway.pid());
        assertThat(answer.path("dataDirectory").asString()).isEqualTo(data.toString());
        assertThat(answer.path("database").propertyNames())
                .containsExactly("kind", "host", "port", "name", "superuser", "passwordFile");
        assertThat(answer.path("log").toString())
                .isEqualTo("{\"origin\":\"o\",\"size\":\"450\",\"root\":\"ab\"}");
        assertThat(answer.path("reasons").isEmpty()).isTrue();
    }

    @Test
    void statusSaysWhatIsWrong() {
        plane.close();

        CommandLineCase status = command("status", "--json");

        assertThat(status.exit).isEqualTo(4);
        assertThat(JSON.readTree(status.out).path("state").asString()).isEqualTo("degraded");
        assertThat(JSON.readTree(status.out).path("reasons").size()).isEqualTo(2);
    }

    @Test
    void statusSaysWhichPartIsNotWell() {
        plane.answer(
                "/actuator/health",
                _ ->
                        "{\"status\":\"DOWN\",\"parts\":{\"catalogue\":{\"status\":\"UP\",\"reasons\":[]},"
                                + "\"projections\":{\"status\":\"DOWN\",\"reasons\":[\"calls stopped\"]}}}");
        plane.status("/actuator/health", 503);

        CommandLineCase status = command("status", "--json");

        assertThat(status.exit).isEqualTo(4);
        JsonNode answer = JSON.readTree(status.out);
        assertThat(answer.path("state").asString()).isEqualTo("degraded");
        assertThat(answer.path("reasons").valueStream().map(JsonNode::asString))
                .containsExactly("projections: calls stopped");
        assertThat(answer.path("log").path("origin").asString()).isEqualTo("o");
    }

    @Test
    void statusBelievesTheLockAndNotAFileThatAKilledProcessLeft() throws Exception {
        gateway.close();
        ProcessHandle.of(gateway.pid()).ifPresent(process -> process.onExit().join());

        CommandLineCase status = command("status");

        assertThat(status.exit).isEqualTo(3);
        assertThat(JSON.readTree(status.out).path("state").asString()).isEqualTo("stopped");
        assertThat(JSON.readTree(status.out).path("pid").isNull()).isTrue();
    }

    @Test
    void stopEndsTheGatewayAndWaitsForIt() {
        CommandLineCase stop = command("stop");

        assertThat(stop.exit).isZero();
        assertThat(gateway.isAlive()).isFalse();
        assertThat(command("stop").exit).isZero();
    }

    @Test
    void callTellsTheHistoryOrAnswersJson() {
        assertThat(command("call", Answers.CALL).out)
                .startsWith("Call " + Answers.CALL)
                .contains("Verified: 7 records");
        assertThat(command("call", "last").out).isEqualTo(command("call", Answers.CALL).out);
        assertThat(JSON.readTree(command("call", "last", "--json").out)).isEqualTo(Answers.call());
    }

    @Test
    void callFailsForAnUnknownOneAndForAHistoryThatDoesNotVerify() {
        plane.answer("/audit/calls/bad", _ -> "{\"chain\":{\"verified\":false},\"events\":[]}");

        assertThat(command("call", "unknown").exit).isEqualTo(1);
        assertThat(command("call", "unknown").err).contains("no call has the id unknown");
        assertThat(command("call", "bad").exit).isEqualTo(32);
        assertThat(command("call", "bad").out).contains("NOT VERIFIED");
    }

    @Test
    void eventsWalksEveryPageOnce() {
        CommandLineCase events = command("events", "--json");

        assertThat(events.exit).isZero();
        assertThat(
                        events.lines().stream()
                                .map(line -> JSON.readTree(line).path("position").asLong()))
                .containsExactlyElementsOf(LongStream.range(0, EVENTS).boxed().toList());
    }

    @Test
    void eventsBeginsAndEndsWhereItIsTold() {
        assertThat(command("events", "--from", "7", "--to", "9").lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("        #7 2026-11-25 14:00:07.123456  call.abandoned");
        assertThat(
                        command(
                                        "events",
                                        "--from",
                                        "2026-11-25T14:05:00Z",
                                        "--to",
                                        "2026-11-25T15:05:02+01:00")
                                .lines())
                .extracting(line -> line.substring(0, 10).strip())
                .containsExactly("#300", "#301");
        assertThat(command("events", "--from", "2026-11-26").lines()).isEmpty();
    }

    private CommandLineCase command(String... words) {
        return type(
                Stream.concat(Stream.of(words), Stream.of("--data", data.toString()))
                        .toArray(String[]::new));
    }

    private static String events(String query) {
        long from = Math.max(parameter(query, "fromPosition"), firstAt(query));
        long to = Math.min(EVENTS, from + parameter(query, "limit"));
        return LongStream.range(from, to)
                .mapToObj(position ->
                        Answers.event(
                                position,
                                Samples.AT.plusSeconds(position),
                                Samples.of(CallAbandoned.class)))
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }

    /// A record a second, and one more after a moment between two.
    private static long firstAt(String query) {
        Matcher from =
                Pattern.compile("from=([^&]+)")
                        .matcher(URLDecoder.decode(query, StandardCharsets.UTF_8));
        if (!from.find()) {
            return 0;
        }
        long millis = Duration.between(Samples.AT, Instant.parse(from.group(1))).toMillis();
        return Math.max(0, Math.ceilDiv(millis, 1_000));
    }

    private static long parameter(String query, String name) {
        Matcher matcher = Pattern.compile(name + "=(\\d+)").matcher(query);
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
