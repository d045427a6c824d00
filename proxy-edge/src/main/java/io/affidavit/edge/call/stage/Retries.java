package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Choices;
import io.affidavit.edge.upstream.AttemptFailure;
import io.affidavit.edge.upstream.AttemptFailure.Retry;
import io.affidavit.schemas.routing.FallbackKind;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.FailureCode.Fault;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whether and where a call is tried again after a failed attempt. Only asked while the client has
/// seen nothing.
///
/// A failure that may pass is repeated once at the same deployment, after a pause, if an attempt
/// then remains for another one or there is no other. Whatever else is not the request's own fault
/// goes to the next deployment, and after the last one to the fallbacks for any error. Where nobody
/// is left, a provider that said when it has room again is waited for. A request too long for its
/// model, or with content that was refused, goes to the fallbacks for just that and nowhere else.
final class Retries {

    private final ChooseRoute router;
    private final LongSupplier draws;

    /// @param draws random numbers, at least 0
    Retries(ChooseRoute router, LongSupplier draws) {
        this.router = router;
        this.draws = draws;
    }

    /// The next choice.
    ///
    /// @param number of the attempt that failed, from 1
    /// @param leftMillis what is left of the call's time
    /// @return `null` when no further attempt is made
    @Nullable Choices next(
            CallContext call,
            DeploymentId failed,
            AttemptFailure failure,
            int number,
            long leftMillis) {
        RetryRules rules = call.route().rules().retry();
        FallbackKind kind = kind(failure, call.fallbacks());
        if (kind == null
                || number >= rules.maxAttempts()
                || leftMillis == 0
                || isTooDear(failure, rules)) {
            return null;
        }
        call.fallbacks(kind);
        boolean isLast = number + 1 == rules.maxAttempts();
        RouteChoice other = router.choose(call, kind, null);
        long pause = pause(failure, rules, number, other.chosen() == null);
        boolean again =
                pause >= 0
                        && pause < leftMillis
                        && (other.chosen() == null || !isLast)
                        && (call.tries().failuresAt(failed) == 1
                                || failure.retryAfterSeconds() != null);
        RouteChoice choice = router.decide(call, kind, again ? failed : null);
        if (choice.chosen() == null) {
            return null;
        }
        boolean isSame = failed.equals(choice.chosen());
        return router.choices(
                call, kind, again ? failed : null, pause, isSame ? choice.after(pause) : choice);
    }

    /// The fallbacks that are open after a failure; `null` where the request itself is at fault.
    private static @Nullable FallbackKind kind(AttemptFailure failure, FallbackKind until) {
        return switch (failure.code()) {
            case CONTEXT_LENGTH_EXCEEDED -> FallbackKind.CONTEXT_OVERFLOW;
            case CONTENT_POLICY_VIOLATION -> FallbackKind.CONTENT_REFUSAL;
            default ->
                    failure.retry() == Retry.NEVER || failure.code().fault() == Fault.CLIENT
                            ? null
                            : until;
        };
    }

    private static boolean isTooDear(AttemptFailure failure, RetryRules rules) {
        return isTimeout(failure) && !rules.afterTimeout();
    }

    /// It had the whole request and did not answer in time.
    private static boolean isTimeout(AttemptFailure failure) {
        return failure.code() == FailureCode.UPSTREAM_TIMEOUT && failure.mayBeCharged();
    }

    /// How long to wait before the same deployment is tried again; -1 where it is not.
    private long pause(AttemptFailure failure, RetryRules rules, int number, boolean isAlone) {
        Integer hint = failure.retryAfterSeconds();
        boolean isRefused = failure.code() == FailureCode.UPSTREAM_RATE_LIMITED;
        if (hint != null && (isRefused || failure.retry() == Retry.SAME)) {
            long millis = hint * 1000L;
            return isAlone && millis <= rules.retryAfterMaxMillis() ? millis : -1;
        }
        if (failure.retry() != Retry.SAME || isTimeout(failure)) {
            return -1;
        }
        long longest = Math.min(rules.backoffMaxMillis(), rules.backoffMillis() << (number - 1));
        return longest - draws.getAsLong() % (longest / 2 + 1);
    }
}
