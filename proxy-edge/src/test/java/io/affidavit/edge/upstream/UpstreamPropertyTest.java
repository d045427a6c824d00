package io.affidavit.edge.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UpstreamPropertyTest extends UpstreamFixture {

    private static final String[] BODIES = {
        "content-length: 14\r\n\r\n{\"choices\":[]}",
        "transfer-encoding: chunked\r\n\r\ne\r\n{\"choices\":[]}\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\nx: y\r\n\r\n3\r\n{\"c\r\nb\r\nhoices\":[]}\r\n0\r\n\r\n",
    };

    @Test
    void everyAttemptEndsOnceWhateverComes() {
        Seeds.check(
                40,
                random -> {
                    Reply[] replies = new Reply[12];
                    for (int i = 0; i < replies.length; i++) {
                        replies[i] = damaged(random);
                    }
                    try (var provider = FakeProvider.start(replies)) {
                        List<Attempt> attempts = new ArrayList<>();
                        for (Reply _ : replies) {
                            attempts.add(open(provider, random.nextInt(4) == 0));
                        }
                        for (Attempt attempt : attempts) {
                            if (attempt.failure() == null) {
                                assertThat(attempt.head().status()).isBetween(200, 299);
                            }
                        }
                    }
                });
    }

    @Test
    void wholeAnswersArriveWholeHoweverTheyAreCut() {
        Seeds.check(
                60,
                random -> {
                    String body = BODIES[random.nextInt(BODIES.length)];
                    Reply reply = Reply.raw("HTTP/1.1 200 OK\r\n" + body);
                    try (var provider =
                            FakeProvider.start(reply.cut(1 + random.nextInt(body.length())))) {
                        for (int i = 0; i < 4; i++) {
                            assertThat(open(provider, false).text()).isEqualTo(ANSWER);
                        }
                        assertThat(provider.connections()).isEqualTo(1);
                    }
                });
    }

    private static Reply damaged(SplittableRandom random) {
        int[] statuses = {100, 200, 200, 200, 204, 302, 400, 429, 500};
        String text =
                "HTTP/1.1 "
                        + statuses[random.nextInt(statuses.length)]
                        + " X\r\ncontent-type: application/json\r\n"
                        + BODIES[random.nextInt(BODIES.length)];
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
        Reply reply = Reply.nothing().then(Arrays.copyOf(bytes, length));
        Reply cut = random.nextBoolean() ? reply : reply.cut(1 + random.nextInt(20));
        return random.nextBoolean() ? cut.close() : cut.reset();
    }
}
