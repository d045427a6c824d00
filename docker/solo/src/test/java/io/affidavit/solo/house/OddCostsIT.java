package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is booked, recorded and told of calls whose price or usage is not what one would expect.
/// The amounts are worked out by hand; the budget's account must move by exactly these, the record
/// and the answer must say the same, and in the end fsck must derive it all again.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OddCostsIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCOPE = "organization:acme";
    private static final String USAGE =
            ",\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":6,\"total_tokens\":26}";

    @TempDir private static Path temporary;
    private static OpenAiDouble provider;
    private static Gateway gateway;
    private static Http control;
    private static Http application;
    private static String deployment;

    @BeforeAll
    static void start() {
        provider = new OpenAiDouble();
        gateway = Gateway.start(temporary.resolve("data"), OperatorSteps.LOCAL_PROVIDERS);
        control = new Http(gateway.controlUrl(), gateway.operatorToken());
        application =
                new Http(
                        gateway.dataUrl(),
                        new OperatorSteps(gateway).provideFast(provider.baseUrl()));
        deployment =
                Http.json(control.get("/admin/deployments"))
                        .path("data")
                        .valueStream()
                        .filter(each -> each.path("alias").asString().equals("fast"))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asString();
        HttpResponse<String> limit =
                control.send(
                        "PUT",
                        "/admin/limits",
                        """
                        {"scope":{"kind":"organization","id":"acme"},"unit":"usd",\
                        "window":"total","amount":"100"}
                        """);
        assertThat(limit.statusCode()).as(limit.body()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    @Order(1)
    void booksRecordsAndTellsTheSame() {
        provider.answer("gpt-4.1-mini", USAGE);
        tells(17_600); // 20 x 0.40 + 6 x 1.60 USD per million
        provider.answer(
                "gpt-4.1-mini",
                ",\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":6,\"total_tokens\":26,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":8}}");
        tells(15_200); // 12 x 0.40 + 8 x 0.10 + 6 x 1.60
        provider.answer("gpt-4o-2024-08-06", USAGE + ",\"service_tier\":\"priority\"");
        tells(187_000); // (20 x 2.50 + 6 x 10) x 17/10
        provider.answer(
                "claude-sonnet-4-5",
                ",\"usage\":{\"prompt_tokens\":200001,\"completion_tokens\":6,"
                        + "\"total_tokens\":200007}");
        tells(1_200_141_000); // above 200,000: 200,001 x 6 + 6 x 22.50; far more than was held
    }

    @Test
    @Order(2)
    void booksNothingForAFreeModel() {
        provider.answer("simulated", USAGE);
        tells(0);
    }

    @Test
    @Order(3)
    void booksAllThatWasHeldWhereAnUnknownModelAnswers() {
        provider.answer("who-knows", USAGE);
        for (boolean stream : new boolean[] {false, true}) {
            BigDecimal before = spent();
            HttpResponse<String> answer = ask(stream);
            JsonNode told = usage(answer, stream);
            assertThat(told.has("cost")).isTrue();
            assertThat(told.path("cost").isNull()).isTrue();
            assertThat(told.path("cost_nano_usd").isNull()).isTrue();
            JsonNode events = events(answer);
            assertThat(last(events).path("cost_nano_usd").isNull()).isTrue();
            long held = events.get(0).at("/data/holds/0/amount").asLong();
            assertThat(held).isPositive();
            assertThat(spent().subtract(before)).isEqualByComparingTo(usd(held));
        }
    }

    @Test
    @Order(4)
    void booksTheEstimateForAnAnswerWithoutUsage() {
        provider.answer("gpt-4.1-mini", "");
        BigDecimal before = spent();
        HttpResponse<String> answer = ask(false);
        assertThat(Http.json(answer).has("usage")).isFalse();
        JsonNode conclusion = last(events(answer));
        assertThat(conclusion.path("usage_source").asString()).isEqualTo("estimated");
        long cost =
                Math.ceilDiv(
                        conclusion.at("/usage/input").asLong() * 400_000_000L
                                + conclusion.at("/usage/output").asLong() * 1_600_000_000L,
                        1_000_000L);
        assertThat(conclusion.path("cost_nano_usd").asLong()).isEqualTo(cost).isPositive();
        assertThat(spent().subtract(before)).isEqualByComparingTo(usd(cost));
    }

    @Test
    @Order(5)
    void keepsThePriceOfTheAdmissionWhereItChangesInTheMiddle() {
        provider.answer("gpt-4.1-mini", USAGE);
        provider.beforeEnd(
                () -> price("{\"inputPerMillionUsd\":\"100\",\"outputPerMillionUsd\":\"200\"}"));
        told(false, 17_600);
        provider.beforeEnd(() -> price("null"));
        told(true, 3_200_000); // 20 x 100 + 6 x 200
        provider.beforeEnd(() -> {});
        told(false, 17_600);
    }

    @Test
    @Order(6)
    void holdsForTheDearestFallbackAndRefusesWhatHasNoPrice() {
        provider.answer("gpt-4.1-mini", USAGE);
        create("/admin/deployments", deployment("dear", "{\"price\":%s,", "x"));
        route("[\"dear\"]");
        JsonNode admitted = events(ask(false)).get(0).path("data");
        long input = admitted.at("/estimate/input_tokens").asLong();
        assertThat(admitted.at("/estimate/output_tokens").asLong()).isEqualTo(50);
        assertThat(admitted.path("destinations")).hasSize(2);
        assertThat(admitted.at("/holds/0/amount").asLong()) // recomputed from the record alone
                .isEqualTo(input * 1_000_000 + 50 * 2_000_000);

        create("/admin/deployments", deployment("dear", "{", "who-knows"));
        HttpResponse<String> refused = ask(false);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Http.json(refused).at("/error/code").asString()).isEqualTo("insufficient_quota");
        assertThat(Http.json(refused).at("/error/message").asString())
                .contains("held by calls in progress", "an unknown amount needed");
        route("[]");
        assertThat(ask(false).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(7)
    void followsFromTheRecordsAlone() {
        Fsck sound = Fsck.run(gateway.data(), "--accounts");
        assertThat(sound.status()).as(sound.output()).isZero();
    }

    private static void tells(long nanoUsd) {
        told(false, nanoUsd);
        told(true, nanoUsd);
    }

    private static void told(boolean stream, long nanoUsd) {
        BigDecimal before = spent();
        HttpResponse<String> answer = ask(stream);
        JsonNode told = usage(answer, stream);
        assertThat(told.path("cost_nano_usd").asString()).isEqualTo(Long.toString(nanoUsd));
        assertThat(told.path("cost").decimalValue()).isEqualByComparingTo(usd(nanoUsd));
        assertThat(last(events(answer)).path("cost_nano_usd").asString())
                .isEqualTo(Long.toString(nanoUsd));
        assertThat(spent().subtract(before)).isEqualByComparingTo(usd(nanoUsd));
        assertThat(provider.seen().getLast().body()).doesNotContain("\"usage\"");
    }

    private static HttpResponse<String> ask(boolean stream) {
        return application.post(
                "/v1/chat/completions",
                "{\"model\":\"fast\",\"max_tokens\":50,\"usage\":{\"include\":true},\"stream\":"
                        + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    /// What the answer says of its usage.
    private static JsonNode usage(HttpResponse<String> answer, boolean stream) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        if (!stream) {
            return Http.json(answer).path("usage");
        }
        String[] lines = answer.body().split("\n", -1);
        for (int i = lines.length - 1; i >= 0; i--) {
            if (lines[i].contains("\"usage\":{")) {
                return JSON.readTree(lines[i].substring("data: ".length())).path("usage");
            }
        }
        throw new AssertionError("no usage in " + answer.body());
    }

    private static JsonNode events(HttpResponse<String> answer) {
        String call = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
        return Http.json(control.get("/audit/calls/" + call)).path("events");
    }

    private static JsonNode last(JsonNode events) {
        return StreamSupport.stream(events.spliterator(), false)
                .reduce((_, later) -> later)
                .orElseThrow()
                .path("data");
    }

    private static BigDecimal spent() {
        return new BigDecimal(
                Http.json(control.get("/admin/limits?scope=" + SCOPE))
                        .at("/data/0/spent")
                        .asString());
    }

    private static BigDecimal usd(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, 9);
    }

    private static void price(String price) {
        HttpResponse<String> answer =
                control.send(
                        "PATCH", "/admin/deployments/" + deployment, "{\"price\":" + price + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void route(String contextFallbacks) {
        HttpResponse<String> answer =
                control.post(
                        "/admin/routes",
                        "{\"alias\":\"fast\",\"contextFallbacks\":" + contextFallbacks + "}");
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }

    private static void create(String path, String json) {
        HttpResponse<String> answer = control.post(path, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static String deployment(String alias, String begin, String model) {
        String price = "{\"inputPerMillionUsd\":\"1000\",\"outputPerMillionUsd\":\"2000\"}";
        return begin.formatted(price)
                + "\"alias\":\""
                + alias
                + "\",\"provider\":\"openai-prod\",\"upstreamModel\":\""
                + model
                + "\"}";
    }
}
