package io.affidavit.schemas.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookalikePropertyTest {

    private static final long SEED = 20261125;
    private static final List<List<String>> ALIKE =
            List.of(
                    List.of("0", "o", "O"),
                    List.of("1", "l", "i", "L", "I"),
                    List.of("-", "_", "."),
                    List.of("rn", "m", "RN", "M"));
    private static final String PLAIN = "abcdefghjkpqstuvwxyz23456789:/@+";

    @Test
    void findsEveryTwin() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder one = new StringBuilder("a");
            StringBuilder other = new StringBuilder("A");
            int length = random.nextInt(1, 20);
            for (int at = 0; at < length; at++) {
                if (random.nextBoolean()) {
                    List<String> alike = ALIKE.get(random.nextInt(ALIKE.size()));
                    one.append(alike.get(random.nextInt(alike.size())));
                    other.append(alike.get(random.nextInt(alike.size())));
                } else {
                    char same = PLAIN.charAt(random.nextInt(PLAIN.length()));
                    one.append(same);
                    other.append(same);
                }
            }
            assertThat(Lookalike.isTwin(one.toString(), other.toString()))
                    .as("seed %s: %s %s", SEED, one, other)
                    .isTrue();
        }
    }

    @Test
    void tellsOtherTextsApart() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            String one = text(random);
            String other = text(random);
            assertThat(Lookalike.isTwin(one, other))
                    .as("seed %s: %s %s", SEED, one, other)
                    .isFalse();
        }
        assertThat(Lookalike.isTwin("acme", "acme")).isFalse();
        assertThat(Lookalike.isTwin("gpt-4", "gpt-5")).isFalse();
        assertThat(Lookalike.isTwin("gpt-4.1", "gpt-4-1")).isTrue();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(1, 12);
        for (int at = 0; at < length; at++) {
            text.append(PLAIN.charAt(random.nextInt(PLAIN.length())));
        }
        return text.toString();
    }
}
