package io.affidavit.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Finding;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.policy.PolicyRule;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    /// Finds the word `hello`.
    private static final Detector WORD =
            (direction, json) -> {
                int at = new String(json, StandardCharsets.UTF_8).indexOf("hello");
                return at < 0
                        ? List.of()
                        : List.of(new Finding("word", "1", "greeting", "$", at, at + 5));
            };

    @Test
    void recordsAJudgementOfBothDirectionsAlsoWithoutFindings() throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            AdmitCall admitted = house.journal.await(AdmitCall.class);
            CompleteCall completed = house.journal.await(CompleteCall.class);
            assertThat(admitted.judged().direction()).isEqualTo(Direction.PROMPT);
            assertThat(admitted.judged().verdict()).isEqualTo(Verdict.ALLOW);
            assertThat(completed.judged().direction()).isEqualTo(Direction.COMPLETION);
            assertThat(completed.judged().policy()).isEqualTo(admitted.judged().policy());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REDACT", "BLOCK"})
    void sendsNothingThatPolicyHoldsBack(Verdict verdict) throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false));
                EdgeHouse house = EdgeHouse.open(EdgeHouse.LIMITS, 10, WORD);
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(behind(provider, Direction.PROMPT, verdict));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"content_policy_violation\"");
            assertThat(provider.connections()).isZero();
            assertThat(house.journal.await(RefuseCall.class).failure())
                    .isEqualTo(FailureCode.CONTENT_POLICY_VIOLATION);
        }
    }

    @Test
    void recordsWhatItFlagsAndLetsItPass() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false));
                EdgeHouse house = EdgeHouse.open(EdgeHouse.LIMITS, 10, WORD);
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(behind(provider, Direction.PROMPT, Verdict.FLAG));

            assertThat(wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read().status())
                    .isEqualTo(200);

            AdmitCall admitted = house.journal.await(AdmitCall.class);
            assertThat(admitted.judged().verdict()).isEqualTo(Verdict.FLAG);
            assertThat(admitted.judged().findings()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotTellAnAnswerThatPolicyHoldsBackAsWhole(boolean stream) throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(stream));
                EdgeHouse house = EdgeHouse.open(EdgeHouse.LIMITS, 10, WORD);
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(behind(provider, Direction.COMPLETION, Verdict.BLOCK));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(stream))).read();

            assertThat(answer.body())
                    .contains("\"content_policy_violation\"")
                    .doesNotContain("[DONE]");
            assertThat(house.journal.await(FailCall.class).failure())
                    .isEqualTo(FailureCode.CONTENT_POLICY_VIOLATION);
        }
    }

    @Test
    void letsNothingPassThatADetectorCouldNotLookAt() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(EdgeHouse.LIMITS, 10, failing(Direction.PROMPT));
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("model not loaded");
            assertThat(house.journal.all(AdmitCall.class)).isEmpty();
            assertThat(house.journal.await(RefuseCall.class).failure())
                    .isEqualTo(FailureCode.INTERNAL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void concludesAnAdmittedCallAtWhichTheGatewayFails(boolean stream) throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(stream));
                EdgeHouse house =
                        EdgeHouse.open(EdgeHouse.LIMITS, 10, failing(Direction.COMPLETION));
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(stream))).read();

            assertThat(answer.status()).isEqualTo(stream ? 200 : 500);
            assertThat(answer.field("x-affidavit-call-id")).isNotEmpty();
            assertThat(answer.body()).contains("\"server_error\"").doesNotContain("[DONE]");
            FailCall failed = house.journal.await(FailCall.class);
            assertThat(failed.failure()).isEqualTo(FailureCode.INTERNAL_ERROR);
            assertThat(failed.metered().usage().totalOutput()).isEqualTo(2);
        }
    }

    private static Detector failing(Direction where) {
        return (direction, _) -> {
            if (direction == where) {
                throw new IllegalStateException("model not loaded");
            }
            return List.of();
        };
    }

    private static CatalogPage behind(FakeProvider provider, Direction direction, Verdict verdict) {
        return Pages.page(
                List.of(Pages.provider("p", Protocol.OPENAI, provider.baseUrl())),
                List.of(Pages.deployment(1, "p", 0)),
                new PolicyDocument(
                        "strict", List.of(new PolicyRule("greeting", direction, verdict))));
    }
}
