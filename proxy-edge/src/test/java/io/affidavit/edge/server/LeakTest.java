package io.affidavit.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.LeakCounter;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.value.FailureCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
                                Reply.json(500, "{}"),
                                begun.hang());
                EdgeHouse house = EdgeHouse.open()) {
            house.catalog.show(Pages.behind(provider));
            for (int i = 0; i < 4; i++) {
                call(house, Wire.chat(Pages.KEY, Bodies.request(true)));
            }
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
