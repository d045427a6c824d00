package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.FaultWords;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.StreamText;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Fault;
import io.affidavit.edge.upstream.Words;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each fault of a provider in each dialect, streamed and not: the right failure is told, nothing
/// is silently cut short, and the record is complete.
class FaultMatrixTest {

    private static final RetryRules QUICK = new RetryRules(2, 1, 2, 500, true);
    private static final RouteTimeouts IMPATIENT = new RouteTimeouts(null, 300L, null, null);

    private static EdgeHouse house;

    @BeforeAll
    static void open() {
        house = EdgeHouse.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Protocol protocol : List.of(Protocol.OPENAI, Protocol.ANTHROPIC)) {
                cases.add(Arguments.of(fault, protocol, false));
                cases.add(Arguments.of(fault, protocol, true));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsTheRightThing(Fault fault, Protocol protocol, boolean stream) throws Exception {
        Words words = protocol == Protocol.OPENAI ? FaultWords.OPEN_AI : FaultWords.ANTHROPIC;
        CountDownLatch gate = new CountDownLatch(1);
        try (FakeProvider provider = FakeProvider.scripted(_ -> fault.reply(words, stream, gate));
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(page(provider, protocol, fault));
            int admitted = house.journal.all(AdmitCall.class).size();
            wire.send(Wire.chat(Pages.KEY, Bodies.request(stream)));
            FakeProvider.Received request = provider.take();
            gate.countDown();

            Wire.Response answer = wire.read();

            assertThat(house.journal.all(AdmitCall.class)).hasSize(admitted + 1);
            FailureCode told = fault.told();
            if (told == null) {
                checkWhole(answer, stream, fault);
            } else {
                checkFailed(answer, told);
                boolean hinted = fault == Fault.RATE_LIMITED_WITH_HINT;
                assertThat(answer.field("retry-after").equals("7")).isEqualTo(hinted);
            }
            if (fault == Fault.HANG || fault == Fault.HUGE) {
                request.awaitLeft();
            }
        }
    }

    private static void checkWhole(Wire.Response answer, boolean stream, Fault fault) {
        StreamText read = stream ? StreamText.of(answer.body()) : StreamText.ofWhole(answer.body());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(read.content()).isEqualTo(Words.TEXT);
        assertThat(read.finishReason()).isEqualTo("stop");
        CompleteCall last = house.journal.all(CompleteCall.class).getLast();
        assertThat(last.callId()).isEqualTo(lastAdmitted());
        assertThat(last.metered().source())
                .isEqualTo(fault.isMetered() ? UsageSource.REPORTED : UsageSource.ESTIMATED);
        assertThat(last.metered().usage().totalInput()).isPositive();
        assertThat(last.metered().usage().totalOutput()).isPositive();
    }

    private static void checkFailed(Wire.Response answer, FailureCode told) {
        FailCall last = house.journal.all(FailCall.class).getLast();
        assertThat(last.callId()).isEqualTo(lastAdmitted());
        assertThat(last.failure()).isEqualTo(told);
        List<FailAttempt> attempts =
                house.journal.all(FailAttempt.class).stream()
                        .filter(attempt -> attempt.callId().equals(lastAdmitted()))
                        .toList();
        assertThat(attempts).hasSize(last.attempts()).isNotEmpty();
        assertThat(attempts.getLast().failure()).isEqualTo(told);
        assertThat(attempts.getLast().next()).isNull();
        assertThat(answer.body())
                .contains("\"code\":\"" + told.wireCode() + "\"")
                .doesNotContain("[DONE]", "<html>", "\"finish_reason\":\"stop\"");
        if (answer.status() != 200) {
            assertThat(answer.status()).isEqualTo(told.status());
        }
    }

    private static Object lastAdmitted() {
        return house.journal.all(AdmitCall.class).getLast().callId();
    }

    private static CatalogPage page(FakeProvider provider, Protocol protocol, Fault fault) {
        String url = provider.baseUrl();
        return Pages.routed(
                protocol == Protocol.OPENAI
                        ? Pages.behind(provider)
                        : Pages.anthropic(url, "claude-sonnet-4-5"),
                new CatalogPage.Route(
                        new Alias("m"),
                        Strategy.ORDERED,
                        new RouteRules(
                                Fallbacks.NONE,
                                QUICK,
                                fault == Fault.HANG ? IMPATIENT : RouteTimeouts.NODE,
                                UnsupportedParameters.REFUSE,
                                null),
                        false));
    }
}
