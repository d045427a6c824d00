package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitUse;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CallView;
import io.affidavit.schemas.call.KeyUsage;
import io.affidavit.schemas.call.KeyUsage.Used;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TokenUsage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a key is told of itself and of its calls.
class OwnAnswersTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final CallId CALL = CallId.parse("019ad000-0000-7000-8000-000000000001");
    private static final CallId OPEN = CallId.parse("019ad000-0000-7000-8000-000000000002");
    private static final CallId FOREIGN = CallId.parse("019ad000-0000-7000-8000-000000000003");
    private static final String GENERATION = "/v1/generation?id=";
    private static final LimitTerms BUDGET =
            new LimitTerms(
                    new LimitId("lim_0123456789abcdef"),
                    new LimitScope(LimitScopeKind.ORGANIZATION, "acme"),
                    null,
                    LimitUnit.USD,
                    LimitWindow.TOTAL,
                    1_000_000_000,
                    true,
                    List.of(),
                    "UTC");

    private EdgeHouse house;

    @BeforeEach
    void open() {
        house = EdgeHouse.open();
        house.catalog.show(Pages.simulated());
        VirtualKeyId key = VirtualKeyFormat.parse(Pages.KEY).orElseThrow();
        house.own.put(
                key,
                view(
                        CALL,
                        new CallView.Ending(
                                CallOutcome.COMPLETED,
                                null,
                                new CallView.Answer("model-1-2026", "req-\"1\"", "stop"),
                                new TokenUsage(10, 2, 3, 4, 1),
                                new NanoUsd(17_600),
                                "list/model-1",
                                new Timings(900, 5_000L, 12_345))));
        house.own.put(key, view(OPEN, null));
        house.own.put(new VirtualKeyId("BBBBBBBBBBBB"), view(FOREIGN, null));
        house.own.put(
                key,
                new KeyUsage(
                        used(1),
                        used(2),
                        used(3),
                        new Used(4, 1, TokenUsage.NONE, 1_500_000_000),
                        List.of(new LimitUse(BUDGET, 2_000_000_000, 1_500_000_000, 1, null))));
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void tellsWhatACallCost() throws Exception {
        assertThat(text(GENERATION + CALL))
                .isEqualTo(
                        """
                        {"data":{"id":"019ad000-0000-7000-8000-000000000001",\
                        "created_at":"2026-11-25T14:00:00Z","model":"fast",\
                        "api_type":"chat_completions","streamed":true,"attempts":1,\
                        "provider_name":"prov","provider_model":"model-1","outcome":"completed",\
                        "failure":null,"cancelled":false,"upstream_id":"req-\\"1\\"",\
                        "upstream_model":"model-1-2026","finish_reason":"stop",\
                        "total_cost":0.0000176,"usage":0.0000176,"cost_nano_usd":"17600",\
                        "price_id":"list/model-1","tokens_prompt":15,"tokens_completion":5,\
                        "native_tokens_prompt":15,"native_tokens_completion":5,\
                        "native_tokens_reasoning":1,"native_tokens_cached":2,\
                        "native_tokens_cache_write":3,"latency":12,"total_micros":12345,\
                        "first_byte_micros":5000}}\
                        """);
    }

    @Test
    void saysThatACallIsOpen() throws Exception {
        JsonNode data = body(GENERATION + OPEN).path("data");
        assertThat(data.path("outcome").asString()).isEqualTo("open");
        assertThat(data.path("total_cost").isNull()).isTrue();
        assertThat(data.path("latency").isNull()).isTrue();
        assertThat(data.path("tokens_prompt").asLong()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "019ad000-0000-7000-8000-000000000003", // another key's
                "019ad000-0000-7000-8000-000000000009", // nobody's
                "1",
                "%zz",
                "019ad000-0000-7000-8000-000000000001&id=019ad000-0000-7000-8000-000000000001"
            })
    void hidesTheRestBehindOneAnswer(String id) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.get(GENERATION + id, Pages.KEY)).read();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(JSON.readTree(answer.body()))
                    .hasToString(
                            """
                            {"error":{"message":"id: not found \
                            (expected: the id of a call of this key)",\
                            "type":"invalid_request_error","param":"id","code":"not_found"}}\
                            """);
        }
        assertThat(house.journal.await(RefuseCall.class).failure())
                .isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void asksForTheIdThatIsMissing() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.get("/v1/generation", Pages.KEY)).read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"missing_required_parameter\"");
        }
    }

    @Test
    void tellsAKeyOfItself() throws Exception {
        assertThat(text("/v1/key"))
                .contains("\"usage\":1.5,\"usage_daily\":0.000001,\"usage_weekly\":0.000002");
        JsonNode data = body("/v1/key").path("data");
        assertThat(data.path("id").asString()).isEqualTo("AAAAAAAAAAAA");
        assertThat(data.path("label").asString()).isEqualTo("sk-aff-AAAAAAAAAAAA...");
        assertThat(data.path("organization").asString()).isEqualTo("acme");
        assertThat(data.path("team").isNull()).isTrue();
        assertThat(data.path("aliases")).hasToString("[\"*\"]");
        assertThat(data.path("expires_at").isNull()).isTrue();
        assertThat(data.path("limit")).hasToString("2");
        assertThat(data.path("limit_remaining")).hasToString("0.499999999");
        assertThat(data.path("limits"))
                .hasToString(
                        "[{\"id\":\"lim_0123456789abcdef\",\"scope\":\"organization:acme\","
                                + "\"unit\":\"usd\",\"window\":\"total\",\"amount\":\"2\","
                                + "\"spent\":\"1.5\",\"held\":\"0.000000001\","
                                + "\"remaining\":\"0.499999999\",\"hard\":true,"
                                + "\"resets_at\":null}]");
        assertThat(data.at("/activity/month"))
                .hasToString(
                        """
                        {"requests":3,"input_tokens":9,"output_tokens":6,"total_tokens":15,\
                        "cost_nano_usd":"3000","cost_usd":"0.000003","unpriced_requests":0}\
                        """);
        assertThat(data.at("/activity/total/unpriced_requests").asLong()).isEqualTo(1);
        assertThat(house.journal.commands()).isEmpty();
    }

    @Test
    void keepsStrangersOutAndWordsItForTheirDialect() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            String request = Wire.get(GENERATION + CALL, Pages.REVOKED);
            assertThat(wire.send(request).read().status()).isEqualTo(401);
            String anthropic =
                    Wire.get(GENERATION + FOREIGN, Pages.KEY)
                            .replace("host:", "anthropic-version: 2023-06-01\r\nhost:");
            assertThat(wire.send(anthropic).read().body())
                    .contains("\"type\":\"error\"", "not_found_error");
        }
    }

    @Test
    void saysSoWhenTheRecordsAreSilent() throws Exception {
        house.own.fallSilent();
        try (Wire wire = Wire.to(house.port())) {
            for (String path : List.of("/v1/key", GENERATION + CALL)) {
                Wire.Response answer = wire.send(Wire.get(path, Pages.KEY)).read();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.body()).contains("\"evidence_unavailable\"");
            }
        }
    }

    private JsonNode body(String path) throws Exception {
        return JSON.readTree(text(path));
    }

    private String text(String path) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.get(path, Pages.KEY)).read();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    private static Used used(int number) {
        return new Used(
                number, 0, new TokenUsage(number, number, number, number, number), number * 1_000L);
    }

    private static CallView view(CallId call, CallView.@Nullable Ending ending) {
        return new CallView(
                call,
                Instant.parse("2026-11-25T14:00:00Z"),
                new Alias("fast"),
                Surface.CHAT_COMPLETIONS,
                true,
                1,
                new CallView.Target(
                        new DeploymentId("dep_0000000000000001"),
                        new ProviderId("prov"),
                        "model-1"),
                ending);
    }
}
