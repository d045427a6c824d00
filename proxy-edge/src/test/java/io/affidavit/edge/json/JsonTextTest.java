package io.affidavit.edge.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.testing.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void findsTheEndOfAStringWhereverItsSpecialBytesStand() {
        Seeds.check(
                20_000,
                random -> {
                    String text =
                            "x".repeat(random.nextInt(20))
                                    + Seeds.text(random, 6)
                                    + "y".repeat(random.nextInt(20));
                    byte[] string = JsonString.quote(text).getBytes(UTF_8);
                    byte[] bytes = Arrays.copyOf(string, string.length + random.nextInt(12));
                    Arrays.fill(bytes, string.length, bytes.length, (byte) '"');

                    assertThat(JsonText.string(bytes, 0, bytes.length)).isEqualTo(string.length);
                });
    }

    /// One byte of each value at each place of a word and its neighbours.
    @Test
    void refusesEachByteThatMayNotStandInAString() {
        for (int value = 0; value < 256; value++) {
            for (int at = 1; at < 26; at++) {
                byte[] bytes = ('"' + "z".repeat(26) + '"').getBytes(UTF_8);
                bytes[at] = (byte) value;
                boolean plain = value >= ' ' && value < 0x80 && value != '"' && value != '\\';

                assertThat(end(bytes))
                        .as("%02x at %d", value, at)
                        .isEqualTo(plain ? bytes.length : value == '"' ? at + 1 : -1);
            }
        }
    }

    /// The offset behind the string; -1 where it is none.
    private static int end(byte[] bytes) {
        try {
            return JsonText.string(bytes, 0, bytes.length);
        } catch (JsonException e) {
            return -1;
        }
    }
}
