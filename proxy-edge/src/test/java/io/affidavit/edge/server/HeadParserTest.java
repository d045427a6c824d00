package io.affidavit.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("StringConcatToTextBlock") // a text block would hide its line ends
class HeadParserTest {

    private static final String LINE = "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\n";

    @Test
    void keepsOnlyWhatIsJudged() {
        RequestHead head =
                parse(
                        LINE
                                + "Authorization:  Bearer k\r\ncontent-TYPE: application/json \t\r\n"
                                + "Content-Length: 12\r\ntraceparent: t\r\ncookie: c\r\n");

        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.path()).isEqualTo("/v1/chat/completions");
        assertThat(head.fields().authorization()).isEqualTo("Bearer k");
        assertThat(head.fields().contentType()).isEqualTo("application/json");
        assertThat(head.contentLength()).isEqualTo(12);
        assertThat(head.fields().traceParent()).isEqualTo("t");
        assertThat(head.keepAlive()).isTrue();
        assertThat(head.toString()).doesNotContain("cookie");
    }

    @Test
    void takesNothingOffTheEndOfACredential() {
        RequestHead head = parse(LINE + "AUTHORIZATION: Bearer k \r\nX-Api-Key:\tk\t\r\n");

        assertThat(head.fields().authorization()).isEqualTo("Bearer k ");
        assertThat(head.fields().apiKey()).isEqualTo("k\t");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models?key=secret, /v1/models, key=secret",
        "http://other.example/v1/models?x, /v1/models, x",
        "HTTPS://other.example, /, ''",
        "/a%2Fb, /a%2Fb, ''",
        "/a?b=%2F?c&d=, /a, b=%2F?c&d="
    })
    void findsPathAndQuery(String target, String path, String query) {
        RequestHead head = parse("GET " + target + " HTTP/1.1\r\nhost: a\r\n");
        assertThat(head.path()).isEqualTo(path);
        assertThat(head.query()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\n", // no host
                LINE + "host: b\r\n",
                LINE + "x: 1\r\n folded: 2\r\n",
                LINE + "x: 1\r\n\tfolded\r\n",
                LINE + "content-length: 1\r\n 0\r\n",
                LINE + "x : 1\r\n",
                LINE + ": 1\r\n",
                LINE + "x\r\n",
                LINE + "x: a\u0000b\r\n",
                LINE + "x: a\rb\r\n",
                LINE + "x: a\nb: c\r\n",
                LINE + "x: a\u007fb\r\n",
                LINE + "content-length: 5\r\ncontent-length: 5\r\n",
                LINE + "content-length: 5, 5\r\n",
                LINE + "content-length: +5\r\n",
                LINE + "content-length: -5\r\n",
                LINE + "content-length: 0x5\r\n",
                LINE + "content-length: 5 5\r\n",
                LINE + "content-length:\r\n",
                LINE + "content-length: 9999999999999999999\r\n",
                LINE + "content-length: 5\r\ntransfer-encoding: chunked\r\n",
                LINE + "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
                LINE + "transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n",
                LINE + "transfer-encoding: chunked, identity\r\n",
                LINE + "transfer-encoding: gzip, chunked\r\n",
                LINE + "transfer-encoding: xchunked\r\n",
                LINE + "transfer-encoding:\u000bchunked\r\n",
                LINE + "authorization: Bearer a\r\nauthorization: Bearer b\r\n",
                "POST / HTTP/1.0\r\ntransfer-encoding: chunked\r\n",
                "POST  / HTTP/1.1\r\nhost: a\r\n",
                " POST / HTTP/1.1\r\nhost: a\r\n",
                "P\u0000ST / HTTP/1.1\r\nhost: a\r\n",
                "POST /a#b HTTP/1.1\r\nhost: a\r\n",
                "POST /\u00e9 HTTP/1.1\r\nhost: a\r\n",
                "POST v1/models HTTP/1.1\r\nhost: a\r\n",
                "POST * HTTP/1.1\r\nhost: a\r\n",
                "POST ftp://a/b HTTP/1.1\r\nhost: a\r\n",
                "POST / HTTP/1.1 \r\nhost: a\r\n",
                "POST / http/1.1\r\nhost: a\r\n",
                "POST / HTTP/11\r\nhost: a\r\n",
                "POST /\r\nhost: a\r\n"
            })
    void refusesWhatTwoParsersCouldReadDifferently(String head) {
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> parse(head))
                .matches(fault -> fault.status() == 400);
    }

    @Test
    void tellsAnotherVersionFromAMalformedOne() {
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> parse("PRI * HTTP/2.0\r\n"))
                .matches(fault -> fault.status() == 505);
    }

    @Test
    void refusesExpectationsItCannotMeet() {
        assertThatExceptionOfType(FramingException.class)
                .isThrownBy(() -> parse(LINE + "expect: 200-ok\r\n"))
                .matches(fault -> fault.status() == 417);
        assertThat(parse(LINE + "expect: 100-Continue\r\n").expectContinue()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"close, false", "keep-alive, true", "'x, Close', false", "closed, true"})
    void readsConnectionOptions(String options, boolean keepAlive) {
        assertThat(parse(LINE + "connection: " + options + "\r\n").keepAlive())
                .isEqualTo(keepAlive);
    }

    private static RequestHead parse(String head) {
        return HeadParser.parse(head.getBytes(StandardCharsets.ISO_8859_1));
    }
}
