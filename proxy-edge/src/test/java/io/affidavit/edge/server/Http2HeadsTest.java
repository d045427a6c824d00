package io.affidavit.edge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Header lists as a codec that checks nothing would hand them on.
class Http2HeadsTest {

    private static final int MAX = 1024;

    @Test
    void readsWhatIsJudged() {
        RequestHead head =
                Http2Heads.parse(
                        list().path("/v1/models?x=1")
                                .add("authorization", "Bearer k")
                                .add("content-type", "application/json")
                                .add("content-length", "12")
                                .add("te", "trailers")
                                .add("x-other", "dropped"),
                        MAX);
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.path()).isEqualTo("/v1/models");
        assertThat(head.contentLength()).isEqualTo(12);
        assertThat(head.fields().authorization()).isEqualTo("Bearer k");
        assertThat(head.fields().contentType()).isEqualTo("application/json");
    }

    @Test
    void takesOneHostHoweverItIsSaid() {
        assertThat(Http2Heads.parse(list().add("host", "edge"), MAX).path()).isEqualTo("/");
        Http2Headers only = list();
        only.remove(":authority");
        assertThat(Http2Heads.parse(only.add("host", "edge"), MAX).path()).isEqualTo("/");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row(400, list().add("host", "another")),
                row(400, without(":authority")),
                row(400, without(":authority").add("host", "a").add("host", "b")),
                row(400, without(":path")),
                row(400, without(":method")),
                row(400, list().path("")),
                row(400, list().path("http://edge/v1/models")),
                row(400, list().path("edge:443").method("CONNECT")),
                row(400, list().path("/a b")),
                row(400, list().path("/ HTTP/1.1\r\nauthorization: Bearer k\r\nx:")),
                row(400, list().method("GET / HTTP/1.1\r\nx: y\r\n\r\nGET")),
                row(400, list().method("GET /x")),
                row(400, list().authority("e\r\nauthorization: Bearer k")),
                row(400, list().add("x", "a\r\nauthorization: Bearer k")),
                row(400, list().add("x", "a\nb")),
                row(400, list().add("x", "a\0b")),
                row(400, list().add("x\r\ny", "a")),
                row(400, list().add("x y", "a")),
                row(400, list().add("", "a")),
                row(400, list().add("x:", "a")),
                row(400, list().add("transfer-encoding", "chunked")),
                row(400, list().add("connection", "close")),
                row(400, list().add("keep-alive", "timeout=5")),
                row(400, list().add("proxy-connection", "close")),
                row(400, list().add("upgrade", "websocket")),
                row(400, list().add("te", "gzip")),
                row(400, list().add("authorization", "a").add("authorization", "b")),
                row(400, list().add("content-length", "1").add("content-length", "1")),
                row(400, list().add("content-length", "-1")),
                row(417, list().add("expect", "miracles")),
                row(414, list().path("/" + "x".repeat(9000))),
                row(431, list().add("x", "y".repeat(MAX))));
    }

    @ParameterizedTest
    @MethodSource
    void refused(int status, Http2Headers list) {
        assertThatThrownBy(() -> Http2Heads.parse(list, MAX))
                .isInstanceOfSatisfying(
                        FramingException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    private static Arguments row(int status, Http2Headers list) {
        return Arguments.of(status, list);
    }

    private static Http2Headers without(String name) {
        Http2Headers list = list();
        list.remove(name);
        return list;
    }

    private static Http2Headers list() {
        return new DefaultHttp2Headers(false)
                .method("POST")
                .scheme("https")
                .path("/")
                .authority("edge");
    }
}
