package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What monitors see agrees with the log, is documented, is on the dashboard, and does not grow
/// with what strangers send.
///
/// A metric was added or changed: `-Daffidavit.docs.write=true` in `test.jvm.args` writes the page
/// anew.
class MetricsIT {

    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern NAME = Pattern.compile("\\b(affidavit|jvm|process|system)_\\w+");
    private static final String CHAT = "/v1/chat/completions";

    /// Far more than there are, far less than what one label of strangers would make.
    private static final int SERIES_MAX = 800;

    @TempDir private static Path temporary;
    private static Gateway gateway;
    private static Http monitor;
    private static Http control;
    private static Http application;

    @BeforeAll
    static void start() throws IOException {
        gateway = Gateway.start(temporary.resolve("data"));
        monitor =
                new Http(
                        gateway.controlUrl(),
                        Files.readString(gateway.data().resolve("scrape.token")).strip());
        control = new Http(gateway.controlUrl(), gateway.operatorToken());
        application = new Http(gateway.dataUrl(), gateway.demoKey());
        traffic();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /// Something of each kind.
    private static void traffic() {
        for (int i = 0; i < 3; i++) {
            assertThat(ask("demo", "Hi", false).statusCode()).isEqualTo(200);
            assertThat(ask("demo", "Hi", true).statusCode()).isEqualTo(200);
        }
        assertThat(ask("demo", "[[fail:500]]", false).statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(ask("nothing", "Hi", false).statusCode()).isEqualTo(404);
        new Http(gateway.dataUrl(), "sk-aff-nobody").post(CHAT, "{}");
        new Http(gateway.controlUrl(), "nobody").get("/admin/keys");
    }

    @Test
    void agreesWithTheLog() {
        Scrape scrape = settled();
        JsonNode calls = Http.json(control.get("/audit/calls"));
        for (String outcome : List.of("completed", "failed", "refused")) {
            double recorded =
                    calls.path("data").findValuesAsString("outcome").stream()
                            .filter(outcome::equals)
                            .toList()
                            .size();
            assertThat(scrape.sum("affidavit_calls_total", "outcome=\"" + outcome + "\""))
                    .as(outcome)
                    .isEqualTo(recorded)
                    .isPositive();
        }
        for (String type :
                List.of("call.admitted", "call.completed", "attempt.failed", "route.chosen")) {
            assertThat(scrape.sum("affidavit_records_total", "type=\"" + type + "\""))
                    .as(type)
                    .isEqualTo(records(type));
        }
        JsonNode spend = Http.json(control.get("/audit/spend")).at("/rows/0");
        assertThat(scrape.sum("affidavit_tokens_total", "bucket=\"input\""))
                .isEqualTo(spend.path("inputTokens").asDouble());
        assertThat(scrape.sum("affidavit_tokens_total", "bucket=\"output\""))
                .isEqualTo(spend.path("outputTokens").asDouble());
    }

    @Test
    void measuresEveryPhaseOfEveryCallOnce() {
        Scrape scrape = settled();
        double admitted = records("call.admitted");
        String count = "affidavit_call_duration_seconds_count";
        assertThat(scrape.sum(count, "phase=\"admission\"")).isEqualTo(admitted);
        assertThat(scrape.sum(count, "phase=\"total\"")).isEqualTo(admitted);
        assertThat(scrape.sum("affidavit_call_duration_seconds_bucket", "phase=\"total\"", "+Inf"))
                .isEqualTo(admitted);
        assertThat(scrape.sum("affidavit_attempts_total", "outcome=\"answered\""))
                .isEqualTo(records("call.completed"));
    }

    @Test
    void isAtTheLogsEndAtRest() {
        Scrape scrape = settled();
        assertThat(scrape.sum("affidavit_projection_lag_seconds")).isZero();
        assertThat(scrape.sum("affidavit_projection_stuck")).isZero();
        assertThat(scrape.sum("affidavit_open_requests")).isZero();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Scrape.of(monitor).sum("affidavit_log_records"))
                                .isEqualTo(
                                        Http.json(control.get("/audit/log"))
                                                .path("size")
                                                .asDouble()));
    }

    @Test
    void growsNotWithWhatStrangersSend() {
        hostility("zebra");
        Set<String> once = grown(settled());
        hostility("heron");
        hostility("otter");
        Scrape scrape = settled();

        assertThat(grown(scrape)).isEqualTo(once);
        assertThat(scrape.series()).hasSizeLessThan(SERIES_MAX);
        assertThat(scrape.text()).doesNotContain("zebra", "heron", "otter", "stranger");
        JsonNode key = Http.json(control.get("/admin/keys")).at("/data/0");
        assertThat(scrape.text())
                .doesNotContain(
                        "\"demo\"", key.path("id").asString(), "127.0.0.1", "/v1/", "simulator-");
    }

    /// Without what the collector adds whenever it has a new reason.
    private static Set<String> grown(Scrape scrape) {
        return scrape.series().stream()
                .filter(series -> !series.startsWith("jvm_gc_pause"))
                .collect(Collectors.toSet());
    }

    private static void hostility(String marker) {
        for (int i = 0; i < 20; i++) {
            String odd = "stranger-" + marker + "-" + i;
            ask(odd, odd, i % 2 == 0);
            new Http(gateway.dataUrl(), odd).post(CHAT, "{\"model\":\"" + odd + "\"}");
            application.get("/v1/models/" + odd);
            application.get("/" + odd);
            application.send("PUT", CHAT, "{\"a\":\"" + odd + "\"}");
            application.send(marker.toUpperCase(java.util.Locale.ROOT) + i, "/v1/models", "");
            new Http(gateway.controlUrl(), odd).get("/admin/" + odd);
            new Http(gateway.controlUrl(), odd).get("/admin/keys/" + odd);
            control.get("/audit/calls/" + odd);
            control.post("/admin/organizations", "{\"id\":\"" + odd + "\",\"name\":\"x\"}");
            control.post("/admin/routes", "{\"alias\":\"" + odd + "\"}");
        }
    }

    @Test
    void isDocumented() throws IOException {
        String written = MetricsPage.of(settled());
        Path page = REPOSITORY.resolve("docs/metrics.md");
        if (Boolean.getBoolean("affidavit.docs.write")) {
            Files.writeString(page, written);
        }
        assertThat(page).as("write it anew, see above").content().isEqualTo(written);
        assertThat(settled().families())
                .allSatisfy((name, family) -> {
                    assertThat(name).matches("(affidavit|jvm|process|system)_[a-z0-9_]+");
                    assertThat(family.help()).as(name).isNotBlank();
                    assertThat(name.endsWith("_total")).isEqualTo(family.type().equals("counter"));
                });
    }

    @Test
    void isOnTheDashboard() throws IOException {
        String text = Files.readString(REPOSITORY.resolve("docker/grafana/affidavit.json"));
        JsonNode dashboard = new JsonMapper().readTree(text);
        List<JsonNode> panels = dashboard.path("panels").valueStream().toList();
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels)
                .allSatisfy(panel -> {
                    assertThat(panel.path("title").asString()).isNotBlank();
                    assertThat(panel.path("gridPos").propertyNames()).contains("x", "y", "w", "h");
                });
        Set<String> shown = new TreeSet<>();
        dashboard
                .findValues("expr")
                .forEach(query -> {
                    Matcher names = NAME.matcher(query.asString());
                    while (names.find()) {
                        shown.add(names.group());
                    }
                });
        Set<String> series = new TreeSet<>();
        settled().series().forEach(one -> series.add(one.replaceFirst("\\{.*", "")));
        assertThat(series).containsAll(shown);
        Set<String> families = new TreeSet<>();
        settled().families().keySet().stream()
                .filter(name -> name.startsWith("affidavit_") && !name.endsWith("_max"))
                .forEach(families::add);
        assertThat(families)
                .as("each metric of ours has its place")
                .allMatch(family -> shown.stream().anyMatch(name -> name.startsWith(family)));
    }

    /// A scrape when everything that was done is on record and in the tables.
    private static Scrape settled() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> Scrape.of(monitor),
                        scrape ->
                                scrape.sum("affidavit_projection_lag_positions") == 0
                                        && scrape.sum("affidavit_open_requests") == 0
                                        && scrape.sum("affidavit_denials_total", "\"data\"") > 0
                                        && scrape.sum("affidavit_denials_total", "\"control\"")
                                                > 0);
    }

    private static double records(String type) {
        JsonNode page = Http.json(control.get("/audit/events?limit=1000&type=" + type));
        assertThat(page.path("nextCursor").isNull()).isTrue();
        return page.path("data").size();
    }

    private static HttpResponse<String> ask(String model, String text, boolean stream) {
        return application.post(
                CHAT,
                "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(model, stream, text));
    }
}
