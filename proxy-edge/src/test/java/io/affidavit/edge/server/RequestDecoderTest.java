package io.affidavit.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.call.ClientRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("StringConcatToTextBlock") // a text block would hide its line ends
class RequestDecoderTest {

    private static final int MAX_HEAD = 1024;
    private static final int MAX_BODY = 300;
    private final BodyBudget budget = new BodyBudget(100_000);
    private final RequestDecoder decoder =
            new RequestDecoder(
                    new FramingLimits(MAX_HEAD, MAX_BODY),
                    budget,
                    new RequestIds(Clock.systemUTC(), new SecureRandom()),
                    (_, fields) -> !"stranger".equals(fields.authorization()));
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @Test
    void readsTheSameRequestsHoweverTheyAreCut() {
        String first = "POST /a HTTP/1.1\r\nhost: h\r\ncontent-length: 5\r\n\r\nhello";
        String second =
                "\r\nPOST /b HTTP/1.1\r\nhost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
                        + "3;x=\"y\"\r\nabc\r\n0a\r\n0123456789\r\n000\r\ntrailer: t\r\n\r\n";
        String third = "GET /c HTTP/1.1\r\nhost: h\r\n\r\n";
        byte[] all = (first + second + third).getBytes(StandardCharsets.US_ASCII);
        for (int seed = 0; seed < 300; seed++) {
            RequestDecoderTest fresh = new RequestDecoderTest();
            assertThat(fresh.decodeInPieces(all, new Random(seed)))
                    .as("seed %d", seed)
                    .containsExactly("/a hello", "/b abc0123456789", "/c ");
        }
    }

    @Test
    void decodesNothingBehindARequestUntilItIsAnswered() {
        write("GET /1 HTTP/1.1\r\nhost: h\r\n\r\nGET /2 HTTP/1.1\r\nhost: h\r\n\r\n");
        assertThat(request().path()).isEqualTo("/1");
        assertThat(channel.<Object>readInbound()).isNull();

        next();
        assertThat(request().path()).isEqualTo("/2");
    }

    @Test
    void doesNotLoseABodyToABelatedSignToGoOn() {
        write("POST /1 HTTP/1.1\r\nhost: h\r\ncontent-length: 5\r\n\r\nhe");
        next();
        write("llo");
        assertThat(request().body()).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
    }

    @Test
    void keepsNoBodyForAStranger() {
        write(
                "POST / HTTP/1.1\r\nhost: h\r\nauthorization: stranger\r\n"
                        + "expect: 100-continue\r\ncontent-length: 300\r\n\r\nx");
        assertThat(request().body()).isEmpty();
        assertThat(channel.<Object>readOutbound()).as("no invitation").isNull();
        assertThat(decoder.allowsNext()).isFalse();
        assertThat(budget.take(100_000)).as("all memory is free").isTrue();
    }

    @Test
    void stopsReadingFromAClientThatSendsFarAhead() {
        write("GET /1 HTTP/1.1\r\nhost: h\r\n\r\n");
        write("x".repeat(70_000));
        assertThat(channel.config().isAutoRead()).isFalse();

        next();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void invitesABodyThatWaitsForIt() {
        write("POST / HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n");
        ByteBuf invited = channel.readOutbound();
        assertThat(invited.toString(StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        write("ok");
        assertThat(request().body()).hasSize(2);
    }

    @Test
    void decidesAboutALargeBodyBeforeReadingIt() {
        write("POST / HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 301\r\n\r\n");
        ClientRequest refused = request();
        assertThat(refused.tooLarge()).isTrue();
        assertThat(refused.bodyBytes()).isEqualTo(301);
        assertThat(channel.<Object>readOutbound()).isNull();
        assertThat(decoder.allowsNext()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\nhost: h\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nhost: h\n\r\n', 400",
        "'\r\n\r\nGET / HTTP/1.1\r\nhost: h\r\n\r\n', 400",
        "'\u0016\u0003\u0001', 400",
        "'POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n5\nhello', 400",
        "'POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n5 5\r\nhello', 400",
        "'POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n-5\r\nhello', 400",
        "'POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n0x5\r\nhello', 400",
        "'POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n;x\r\n', 400",
        "'POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc', 400",
        "'POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n12d\r\n', 413",
        "'POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx y: z\r\n', 400",
        "'POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffff\r\n', 400"
    })
    void refusesBrokenFraming(String bytes, int status) {
        write(bytes);
        assertThat(fault()).isEqualTo(status);
        write("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
        assertThat(channel.<Object>readInbound()).as("nothing follows").isNull();
    }

    @ParameterizedTest
    @CsvSource({"'GET /', 9000, 414", "'GET /', 2000, 431", "'GET / HTTP/1.1\r\nx: ', 1024, 431"})
    void boundsTargetAndHead(String start, int length, int status) {
        write(start + "a".repeat(length));
        assertThat(fault()).isEqualTo(status);
    }

    @Test
    void givesMemoryBackWithTheNextRequestAndWithTheConnection() {
        BodyBudget small = new BodyBudget(MAX_BODY);
        RequestDecoder first = decoder(small);
        EmbeddedChannel one = new EmbeddedChannel(first);
        String post = "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 300\r\n\r\n";
        one.writeInbound(ascii(post + "x".repeat(300)));
        assertThat(one.<Object>readInbound()).isInstanceOf(ClientRequest.class);
        assertThat(small.take(1)).isFalse();

        first.next();
        one.writeInbound(ascii(post + "x"));
        assertThat(small.take(1)).isFalse();
        one.close().syncUninterruptibly();
        one.runPendingTasks();
        assertThat(small.take(MAX_BODY)).isTrue();
    }

    @Test
    void givesMemoryBackAlsoWhenABodyBreaksOff() {
        BodyBudget small = new BodyBudget(MAX_BODY);
        EmbeddedChannel one = new EmbeddedChannel(decoder(small));
        one.writeInbound(
                ascii(
                        "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n"
                                + "3\r\nabc\r\nnonsense\r\n"));
        assertThat(one.<FramingException>readInbound().status()).isEqualTo(400);
        one.close().syncUninterruptibly();
        one.runPendingTasks();
        assertThat(small.take(MAX_BODY)).isTrue();
    }

    @Test
    void refusesABodyThatMemoryHasNoRoomFor() {
        EmbeddedChannel open = new EmbeddedChannel(decoder(new BodyBudget(10)));
        open.writeInbound(ascii("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 20\r\n\r\nx"));
        assertThat(open.<FramingException>readInbound().status()).isEqualTo(503);
    }

    private static RequestDecoder decoder(BodyBudget budget) {
        return new RequestDecoder(
                new FramingLimits(MAX_HEAD, MAX_BODY),
                budget,
                new RequestIds(Clock.systemUTC(), new SecureRandom()),
                (_, _) -> true);
    }

    private List<String> decodeInPieces(byte[] all, Random random) {
        List<String> seen = new ArrayList<>();
        int at = 0;
        while (at < all.length) {
            int size = Math.min(all.length - at, 1 + random.nextInt(random.nextInt(60) + 1));
            channel.writeInbound(Unpooled.copiedBuffer(all, at, size));
            at += size;
            for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
                ClientRequest request = (ClientRequest) next;
                seen.add(request.path() + " " + new String(request.body(), StandardCharsets.UTF_8));
                next();
            }
        }
        return seen;
    }

    private void next() {
        decoder.next();
        channel.runPendingTasks();
    }

    private ClientRequest request() {
        return channel.readInbound();
    }

    private int fault() {
        return channel.<FramingException>readInbound().status();
    }

    private void write(String text) {
        channel.writeInbound(ascii(text));
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
