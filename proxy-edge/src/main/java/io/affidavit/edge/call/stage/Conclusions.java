package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.Attempted;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.upstream.AttemptFailure;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.Cost;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Words a call's end as a command.
public final class Conclusions {

    private final Clock clock;

    public Conclusions(Clock clock) {
        this.clock = clock;
    }

    /// An answer, whole or left by the client.
    ///
    /// @param told the cost that stands in the answer; `null` where none does
    CompleteCall complete(
            CallContext call, CallOutcome outcome, Produced produced, @Nullable Cost told) {
        Attempted last = call.attempted();
        AnswerFacts facts = produced.facts();
        return new CompleteCall(
                call.id(),
                clock.instant(),
                outcome,
                call.tries().begun(),
                last.deployment().id(),
                last.deployment().provider(),
                ProviderName.checked(facts.model()),
                ProviderName.checked(
                        produced.requestId() == null ? facts.id() : produced.requestId()),
                ProviderName.checked(facts.finishReason()),
                metered(facts),
                produced.length(),
                timings(call, produced),
                call.completion(),
                told,
                parts(call, produced));
    }

    /// No whole answer.
    ///
    /// @param failure the last attempt's; `null` when it was not the provider that failed
    FailCall fail(
            CallContext call,
            FailureCode code,
            @Nullable AttemptFailure failure,
            Produced produced) {
        AnswerFacts facts = produced.facts();
        boolean charged = failure == null || failure.mayBeCharged() || produced.begun();
        return new FailCall(
                call.id(),
                clock.instant(),
                code,
                call.tries().begun(),
                charged
                        ? metered(facts)
                        : new Metered(TokenUsage.NONE, UsageSource.NONE, null, null),
                timings(call, produced),
                parts(call, produced));
    }

    /// What an answer used, as its conclusion says it.
    static Metered metered(AnswerFacts facts) {
        return new Metered(
                facts.usage(),
                facts.source(),
                ProviderName.checked(facts.model()),
                ProviderName.checked(facts.serviceTier()));
    }

    private static Timings timings(CallContext call, Produced produced) {
        return new Timings(call.admittedMicros(), produced.firstByteMicros(), call.elapsedMicros());
    }

    private static List<Part> parts(CallContext call, Produced produced) {
        if (produced.length() == 0) {
            return List.of();
        }
        return List.of(
                new Part.Content(
                        "response",
                        call.inbound().stream() ? "text/event-stream" : "application/json",
                        RetentionClass.AIACT_6M,
                        produced.all(),
                        call.keepsText()));
    }
}
