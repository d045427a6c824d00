package io.affidavit.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Frames;
import io.affidavit.edge.house.LeakCounter;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.SecureHouse;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.testing.TestCertificate;
import io.affidavit.schemas.value.FailureCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakTest {

    @Test
    void findsALeak() {
        assertThat(ResourceLeakDetector.getLevel())
                .as("the module's test settings")
                .isEqualTo(ResourceLeakDetector.Level.PARANOID);
        int before = LeakCounter.leaks();
        lose();
        assertThat(leaksSince(before)).isPositive();
    }

    @Test
    void losesNoBufferHoweverACallEnds() throws Exception {
        int before = leaksSince(0);
        Reply begun = Reply.streamHead().chunk(Bodies.content("hello") + "\n\n");
        try (FakeProvider provider =
                        FakeProvider.start(
                                Bodies.reply(true),
                                Bodies.reply(true).cut(3),
                                begun.reset(),
                                Reply.json(500, "{}"));
                FakeProvider endless = FakeProvider.start(begun.hang());
                EdgeHouse house = EdgeHouse.open()) {
            house.catalog.show(Pages.behind(provider));
            for (int i = 0; i < 4; i++) { // how many are tried again is a matter of time
                call(house, Wire.chat(Pages.KEY, Bodies.request(true)));
            }
            house.catalog.show(Pages.behind(endless));
            Wire leaving = Wire.to(house.port());
            leaving.send(Wire.chat(Pages.KEY, Bodies.request(true))).readHead();
            leaving.reset();
            Wire stopped = Wire.to(house.port());
            stopped.send(Wire.chat(Pages.KEY, Bodies.request(true))).readHead();
            house.calls.stopAll(FailureCode.SHUTTING_DOWN);
            stopped.close();
            call(house, "GET / HTTP/9.9\r\n\r\n");
            call(house, Wire.chat(Pages.KEY, "broken") + "GET /");
            assertThat(house.calls.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(leaksSince(before)).isZero();
    }

    @Test
    void losesNoBufferHoweverAStreamEnds(@TempDir Path directory) throws Exception {
        int before = leaksSince(0);
        TestCertificate certificate = TestCertificate.of("edge");
        SSLContext trust = TestCertificate.trusting(certificate);
        Reply begun = Reply.streamHead().chunk(Bodies.content("hello") + "\n\n");
        try (FakeProvider provider =
                        FakeProvider.start(
                                Bodies.reply(true), begun.reset(), Reply.json(500, "{}"));
                FakeProvider endless = FakeProvider.start(begun.hang());
                SecureHouse house = new SecureHouse(directory, certificate)) {
            house.edge.catalog.show(Pages.behind(provider));
            try (Frames frames = Frames.to(house.port(), trust)) {
                for (int stream : new int[] {1, 3}) {
                    frames.call(stream, Bodies.request(true)).await(Frames.Frame::endsStream);
                }
                house.edge.catalog.show(Pages.behind(endless));
                frames.call(5, Bodies.request(true)).await(Frames.DATA, 5);
                frames.send(Frames.RESET, 0, 5, new byte[4]);
                frames.send(Frames.HEADERS, Frames.END_HEADERS, 7, Frames.chat());
                frames.send(Frames.DATA, 0, 7, new byte[100]); // and never more
                frames.call(9, Bodies.request(true)).await(Frames.DATA, 9);
            }
            assertThat(house.edge.calls.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(leaksSince(before)).isZero();
    }

    private static void call(EdgeHouse house, String bytes) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            wire.send(bytes).read();
        }
    }

    private static void lose() {
        ByteBuf lost = ByteBufAllocator.DEFAULT.directBuffer(16);
        lost.writeByte(1);
    }

    /// A leak shows when the collector has found the buffer and another one is allocated.
    private static int leaksSince(int before) {
        for (int i = 0; i < 10; i++) {
            System.gc();
            for (int j = 0; j < 100; j++) {
                ByteBufAllocator.DEFAULT.directBuffer(16).release();
            }
        }
        return LeakCounter.leaks() - before;
    }
}
