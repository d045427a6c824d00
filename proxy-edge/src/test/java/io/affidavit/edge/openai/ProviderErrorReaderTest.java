package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.ProviderError;
import io.affidavit.edge.dialect.ProviderError.Rejection;
import io.affidavit.schemas.value.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderErrorReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"bad seed\",\"param\":\"seed\",\"code\":400}}",
                "{\"error\":{\"code\":null,\"type\":null,\"param\":\"seed\",\"message\":\"bad seed\"}}",
                "{\"object\":\"error\",\"message\":\"bad seed\",\"param\":\"seed\",\"code\":400}",
                "[{\"error\":{\"message\":\"bad seed\",\"param\":\"seed\"}}]",
                "{\"detail\":[{\"msg\":\"bad seed\",\"param\":\"seed\"}]}",
            })
    void findsTheProvidersWordsInAnyShape(String body) {
        ProviderError error = read(422, body);

        assertThat(error.code()).isEqualTo(FailureCode.UPSTREAM_REJECTED);
        assertThat(error.rejection()).isEqualTo(new Rejection("bad seed", "seed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"bad seed\"}", "{\"detail\":\"bad seed\"}"})
    void findsWordsWithoutAMember(String body) {
        assertThat(read(400, body).rejection()).isEqualTo(new Rejection("bad seed", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><h1>400</h1></html>", "{}", "{\"error\":{\"mess", "\u0000"})
    void makesDoWithoutWords(String body) {
        ProviderError error = read(400, body);

        assertThat(error.code()).isEqualTo(FailureCode.UPSTREAM_REJECTED);
        assertThat(error.rejection()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "400|{\"error\":{\"code\":\"context_length_exceeded\"}}|CONTEXT_LENGTH_EXCEEDED",
                "400|{\"message\":\"The maximum context length is 8\"}|CONTEXT_LENGTH_EXCEEDED",
                "413|{\"error\":{\"code\":\"context_length_exceeded\"}}|CONTEXT_LENGTH_EXCEEDED",
                "413|{}|REQUEST_TOO_LARGE",
                "400|{\"error\":{\"code\":\"content_filter\"}}|CONTENT_POLICY_VIOLATION",
                "400|{\"error\":{\"message\":\"API key not valid.\"}}|UPSTREAM_AUTH_ERROR",
                "429|{\"error\":{\"code\":\"insufficient_quota\"}}|UPSTREAM_AUTH_ERROR",
                "429|{\"error\":{\"type\":\"insufficient_quota\"}}|UPSTREAM_AUTH_ERROR",
                "429|{\"error\":{\"code\":429}}|UPSTREAM_RATE_LIMITED",
                "498|{}|UPSTREAM_OVERLOADED",
                "415|{}|UPSTREAM_REJECTED",
                "524|<html>|UPSTREAM_TIMEOUT",
                "418|{}|UPSTREAM_ERROR",
                "307|{}|UPSTREAM_ERROR",
            })
    void classifies(int status, String body, FailureCode code) {
        assertThat(read(status, body).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void keepsWhatAProviderSaysAboutItself(int status) {
        String leak = "{\"error\":{\"message\":\"Incorrect API key provided: sk-provider\"}}";

        assertThat(read(status, leak).rejection()).isNull();
    }

    @Test
    void boundsAndCleansWords() {
        String words = "a\\u0000b\\nc\\u202ed" + "x".repeat(3_000);
        Rejection rejection = read(400, "{\"error\":{\"message\":\"" + words + "\"}}").rejection();

        assertThat(rejection.message()).startsWith("a b c dxxx").hasSize(1_000);
    }

    private static ProviderError read(int status, String body) {
        return ProviderErrorReader.read(status, body.getBytes(UTF_8), ProviderQuirks.GENERAL);
    }
}
