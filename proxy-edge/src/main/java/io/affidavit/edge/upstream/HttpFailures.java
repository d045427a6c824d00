package io.affidavit.edge.upstream;

import io.affidavit.edge.anthropic.MessageErrorReader;
import io.affidavit.edge.dialect.ProviderError;
import io.affidavit.edge.openai.ProviderErrorReader;
import io.affidavit.edge.openai.ProviderQuirks;
import io.affidavit.edge.upstream.AttemptFailure.Retry;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Turns a provider's error status into a failure (retry classes: what a second try may change).
final class HttpFailures {

    private HttpFailures() {}

    /// @param quirks what the provider does differently; of OpenAI's dialect only
    /// @param body the beginning of the body at least
    static AttemptFailure of(
            Protocol protocol,
            ProviderQuirks quirks,
            int status,
            byte[] body,
            @Nullable Integer retryAfterSeconds) {
        ProviderError error =
                switch (protocol) {
                    case OPENAI, SIMULATOR -> ProviderErrorReader.read(status, body, quirks);
                    case ANTHROPIC -> MessageErrorReader.read(status, body);
                };
        return new AttemptFailure(
                error.code(),
                AttemptPhase.HEADERS,
                status,
                mayBeCharged(status),
                retry(status, error.code(), quirks.meaning(status)),
                retryAfterSeconds,
                error.rejection());
    }

    /// What an error under a success status means.
    static FailureCode inside(Protocol protocol, byte[] body) {
        return switch (protocol) {
            case OPENAI, SIMULATOR -> ProviderErrorReader.inside(body).code();
            case ANTHROPIC -> MessageErrorReader.inside(body, 0, body.length).code();
        };
    }

    static AttemptFailure ofStatus(int status, ProviderError.Rejection rejection) {
        AttemptFailure bare =
                of(
                        Protocol.SIMULATOR,
                        ProviderQuirks.GENERAL,
                        status,
                        "{}".getBytes(StandardCharsets.US_ASCII),
                        null);
        boolean passes = bare.code() == FailureCode.UPSTREAM_REJECTED;
        return new AttemptFailure(
                bare.code(),
                bare.phase(),
                bare.status(),
                bare.mayBeCharged(),
                bare.retry(),
                null,
                passes ? rejection : null);
    }

    private static Retry retry(int status, FailureCode code, ProviderQuirks.@Nullable Meaning own) {
        if (own != null && own.code() == code && own.mayPass()) {
            return Retry.SAME;
        }
        return switch (code) {
            case CONTEXT_LENGTH_EXCEEDED,
                    CONTENT_POLICY_VIOLATION,
                    UPSTREAM_REJECTED,
                    REQUEST_TOO_LARGE ->
                    Retry.NEVER;
            case UPSTREAM_RATE_LIMITED, UPSTREAM_AUTH_ERROR -> Retry.NEXT;
            default -> {
                boolean passing = status >= 500 || status == 408 || status == 424 || status == 425;
                yield passing || status == 498 ? Retry.SAME : Retry.NEXT;
            }
        };
    }

    /// Only who waited in vain for a provider that had everything may have to pay for it.
    private static boolean mayBeCharged(int status) {
        return status == 408 || status == 504 || status == 524;
    }
}
