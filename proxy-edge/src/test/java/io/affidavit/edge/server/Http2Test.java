package io.affidavit.edge.server;

import static io.affidavit.edge.house.Frames.DATA;
import static io.affidavit.edge.house.Frames.END_HEADERS;
import static io.affidavit.edge.house.Frames.GOAWAY;
import static io.affidavit.edge.house.Frames.HEADERS;
import static io.affidavit.edge.house.Frames.RESET;
import static io.affidavit.edge.house.Frames.SETTINGS;
import static io.affidavit.edge.house.Frames.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.Frames;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.SecureHouse;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.testing.TestCertificate;
import io.affidavit.schemas.value.FailureCode;
import io.netty.handler.codec.http2.Http2Error;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Http2Test {

    private static final TestCertificate CERTIFICATE = TestCertificate.of("edge");
    private static final SSLContext TRUST = TestCertificate.trusting(CERTIFICATE);

    @TempDir private Path directory;
    private SecureHouse house;
    private final HttpClient http = HttpClient.newBuilder().sslContext(TRUST).build();

    @BeforeEach
    void open() {
        house = new SecureHouse(directory, CERTIFICATE);
    }

    @AfterEach
    void close() {
        http.close();
        house.close();
    }

    @Test
    void answersWithTheFieldsOfHttp11() throws Exception {
        try (HttpClient old =
                HttpClient.newBuilder()
                        .sslContext(TRUST)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            for (HttpRequest request : everyKind()) {
                HttpResponse<String> one = old.send(request, text());
                HttpResponse<String> two = http.send(request, text());
                assertThat(two.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(two.statusCode()).isEqualTo(one.statusCode());
                assertThat(names(two)).isEqualTo(names(one));
                assertThat(two.headers().firstValue("content-type"))
                        .isEqualTo(one.headers().firstValue("content-type"));
                assertThat(shape(two)).isEqualTo(shape(one));
            }
        }
    }

    private List<HttpRequest> everyKind() {
        HttpRequest.Builder plain = HttpRequest.newBuilder();
        return List.of(
                chat(Pages.KEY, Bodies.request(false)),
                chat(Pages.KEY, Bodies.request(true)),
                chat("sk-wrong", Bodies.request(false)),
                chat(Pages.KEY, "{"),
                plain.copy().uri(uri("/health/ready")).build(),
                plain.copy().uri(uri("/health/ready")).HEAD().build(),
                plain.copy().uri(uri("/nowhere")).build(),
                plain.copy().uri(uri("/v1/models")).DELETE().build(),
                plain.copy()
                        .uri(uri("/v1/models"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    private static Set<String> names(HttpResponse<?> response) {
        Set<String> names = new TreeSet<>(response.headers().map().keySet());
        names.removeAll(Set.of(":status", "connection", "transfer-encoding"));
        return names;
    }

    /// The body without what differs from call to call.
    private static String shape(HttpResponse<String> response) {
        return response.body().replaceAll("[0-9a-f-]{16,}|\"created\":[0-9]+", "#");
    }

    @Test
    void carriesManyCallsAtOnce() {
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(http.sendAsync(chat(Pages.KEY, Bodies.request(i % 2 == 0)), text()));
        }
        for (int i = 0; i < all.size(); i++) {
            HttpResponse<String> answer = all.get(i).join();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body().endsWith("data: [DONE]\n\n")).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void takesABodyOfManyFrames() throws Exception {
        String body = Bodies.request(false).replace("hello", "x".repeat(900_000));
        assertThat(http.send(chat(Pages.KEY, body), text()).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesALargeBodyUnread() throws Exception {
        try (Frames frames = Frames.to(house.port(), TRUST)) {
            frames.send(HEADERS, END_HEADERS, 1, Frames.chat("content-length", "1048577"));
            assertThat(frames.await(HEADERS).status()).isEqualTo("413");
            assertThat(frames.await(DATA).text()).contains("request_too_large");
            assertThat(frames.await(RESET).error()).isEqualTo((int) Http2Error.NO_ERROR.code());
            RefuseCall refused = house.edge.journal.await(RefuseCall.class);
            assertThat(refused.failure()).isEqualTo(FailureCode.REQUEST_TOO_LARGE);
            assertServes(frames, 3);
        }
    }

    @Test
    void refusesABodyThatGrowsTooLarge() throws Exception {
        try (Frames frames = Frames.to(house.port(), TRUST)) {
            frames.await(SETTINGS);
            frames.send(HEADERS, END_HEADERS, 1, Frames.chat());
            byte[] piece = Frames.frame(DATA, 0, 1, new byte[16_000]);
            for (int i = 0; i < 7; i++) {
                frames.flood(9, piece);
                frames.await(WINDOW_UPDATE, 1);
            }
            frames.flood(3, piece); // 1,056,000 bytes
            assertThat(frames.await(HEADERS).status()).isEqualTo("413");
            assertServes(frames, 3);
        }
    }

    @Test
    void waitsForNoStrangersBody() throws Exception {
        try (Frames frames = Frames.to(house.port(), TRUST)) {
            byte[] stranger =
                    Frames.list(
                            ":method",
                            "POST",
                            ":scheme",
                            "https",
                            ":path",
                            "/v1/embeddings",
                            ":authority",
                            "edge",
                            "authorization",
                            "Bearer sk-wrong");
            frames.send(HEADERS, END_HEADERS, 1, stranger).send(DATA, 0, 1, new byte[100]);
            assertThat(frames.await(HEADERS).status()).isEqualTo("401");
            assertThat(frames.await(RESET).error()).isEqualTo((int) Http2Error.NO_ERROR.code());
        }
    }

    @Test
    void takesAResetForALeavingClient() throws Exception {
        Reply reply = Reply.streamHead().chunk(Bodies.content("hello") + "\n\n").hang();
        try (FakeProvider provider = FakeProvider.start(reply);
                Frames frames = Frames.to(house.port(), TRUST)) {
            house.edge.catalog.show(Pages.behind(provider));
            frames.call(1, Bodies.request(true)).await(DATA);

            frames.send(RESET, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 8);

            provider.take().awaitLeft();
            assertThat(house.edge.journal.await(CompleteCall.class).outcome())
                    .isEqualTo(CallOutcome.CLIENT_CLOSED);
            frames.send(HEADERS, END_HEADERS | Frames.END_STREAM, 3, models());
            assertThat(frames.await(HEADERS, 3).status()).isEqualTo("200");
        }
    }

    @Test
    void showsThatAStreamBroke() throws Exception {
        Reply reply = Reply.streamHead().chunk(Bodies.content("hello") + "\n\n").reset();
        try (FakeProvider provider = FakeProvider.start(reply)) {
            house.edge.catalog.show(Pages.behind(provider));
            HttpResponse<String> answer = http.send(chat(Pages.KEY, Bodies.request(true)), text());
            assertThat(answer.body())
                    .contains("hello", "\"upstream_error\"")
                    .doesNotContain("[DONE]");
        }
    }

    @Test
    void saysGoodbyeAndLetsOpenStreamsEnd() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Reply reply =
                Reply.streamHead()
                        .chunk(Bodies.content("hello") + "\n\n")
                        .gate(goOn)
                        .chunk(Bodies.finish() + "\n\n")
                        .chunk("data: [DONE]\n\n")
                        .then("0\r\n\r\n");
        try (FakeProvider provider = FakeProvider.start(reply);
                Frames frames = Frames.to(house.port(), TRUST)) {
            house.edge.catalog.show(Pages.behind(provider));
            frames.call(1, Bodies.request(true)).await(DATA);

            house.edge.drain();

            Frames.Frame goodbye = frames.await(GOAWAY);
            assertThat(goodbye.error()).isZero();
            assertThat(goodbye.payload()[3]).as("last stream that is served").isEqualTo((byte) 1);
            goOn.countDown();
            assertThat(frames.await(Frames.Frame::endsStream).text()).endsWith("data: [DONE]\n\n");
            assertThat(frames.isClosedByPeer()).isTrue();
            try (Frames late = Frames.to(house.port(), TRUST)) {
                assertThat(late.await(GOAWAY).error()).isZero();
            }
        }
    }

    private static void assertServes(Frames frames, int stream) throws Exception {
        frames.call(stream, Bodies.request(false));
        assertThat(frames.await(HEADERS, stream).status()).isEqualTo("200");
    }

    private static byte[] models() {
        return Frames.list(
                ":method",
                "GET",
                ":scheme",
                "https",
                ":path",
                "/v1/models",
                ":authority",
                "edge",
                "authorization",
                "Bearer " + Pages.KEY);
    }

    private HttpRequest chat(String key, String body) {
        return HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private URI uri(String path) {
        return URI.create("https://127.0.0.1:" + house.port() + path);
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }
}
