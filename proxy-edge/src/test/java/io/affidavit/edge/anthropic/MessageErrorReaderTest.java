package io.affidavit.edge.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.ProviderError;
import io.affidavit.schemas.value.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageErrorReaderTest {

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, messages.0: Field required, UPSTREAM_REJECTED",
        "400, invalid_request_error, prompt is too long: 9 tokens > 8, CONTEXT_LENGTH_EXCEEDED",
        "400, invalid_request_error, input length and `max_tokens` exceed context limit: 9,"
                + " CONTEXT_LENGTH_EXCEEDED",
        "400, invalid_request_error, Your credit balance is too low, UPSTREAM_AUTH_ERROR",
        "400, invalid_request_error, You have reached your specified API usage limits,"
                + " UPSTREAM_AUTH_ERROR",
        "400, invalid_request_error, Output blocked by content filtering policy,"
                + " CONTENT_POLICY_VIOLATION",
        "401, authentication_error, invalid x-api-key, UPSTREAM_AUTH_ERROR",
        "402, billing_error, pay, UPSTREAM_AUTH_ERROR",
        "403, permission_error, no, UPSTREAM_AUTH_ERROR",
        "404, not_found_error, model: nope, UPSTREAM_ERROR",
        "409, conflict_error, busy, UPSTREAM_ERROR",
        "413, request_too_large, big, REQUEST_TOO_LARGE",
        "413, invalid_request_error, big, REQUEST_TOO_LARGE",
        "429, rate_limit_error, slow down, UPSTREAM_RATE_LIMITED",
        "500, api_error, oh, UPSTREAM_ERROR",
        "504, timeout_error, late, UPSTREAM_TIMEOUT",
        "529, overloaded_error, Overloaded, UPSTREAM_OVERLOADED",
        "503, novel_error, what, UPSTREAM_OVERLOADED",
        "400, novel_error, what, UPSTREAM_REJECTED",
    })
    void classifiesByTypeAndStatus(int status, String type, String message, FailureCode code) {
        ProviderError error = read(status, AnthropicDouble.error(type, message));

        assertThat(error.code()).isEqualTo(code);
        boolean passes =
                code == FailureCode.UPSTREAM_REJECTED
                        || code == FailureCode.CONTEXT_LENGTH_EXCEEDED;
        if (passes) {
            assertThat(error.rejection().message()).endsWith(message);
        } else {
            assertThat(error.rejection()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "enforced_spend_limit_reached, UPSTREAM_AUTH_ERROR",
        "contract_spend_limit_reached, UPSTREAM_AUTH_ERROR",
        "ramp_limit_exceeded, UPSTREAM_RATE_LIMITED",
    })
    void tellsASpentAccountFromARate(String errorCode, FailureCode code) {
        String body =
                "{\"type\":\"error\",\"error\":{\"details\":{\"error_code\":\""
                        + errorCode
                        + "\"},\"type\":\"rate_limit_error\",\"message\":\"no\"}}";

        assertThat(read(429, body).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "401, UPSTREAM_AUTH_ERROR",
        "429, UPSTREAM_RATE_LIMITED",
        "503, UPSTREAM_OVERLOADED",
        "504, UPSTREAM_TIMEOUT",
        "302, UPSTREAM_ERROR",
        "400, UPSTREAM_REJECTED",
    })
    void classifiesByStatusWhereTheBodySaysNothing(int status, FailureCode code) {
        for (String body : new String[] {"", "<html>", "null", "{\"error\":\"text\"}", "[{}]"}) {
            assertThat(read(status, body).code()).isEqualTo(code);
        }
    }

    @Test
    void cleansAndBoundsTheProvidersWords() {
        String words = "a\\u0000b\\u202ec" + "d".repeat(2_000);
        String body =
                "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + words + "\"}}";

        assertThat(read(400, body).rejection().message()).startsWith("a b cd").hasSize(1_000);
    }

    private static ProviderError read(int status, String body) {
        return MessageErrorReader.read(status, body.getBytes(UTF_8));
    }
}
