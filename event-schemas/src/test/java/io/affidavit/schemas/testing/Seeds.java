package io.affidavit.schemas.testing;

import java.util.SplittableRandom;

/// Runs a property over many seeded cases and names the seed of the case that failed.
///
/// `-Daffidavit.seed=N` repeats that one case.
public final class Seeds {

    private static final String PROPERTY = "affidavit.seed";

    private Seeds() {}

    /// A property of whatever the generator draws.
    @FunctionalInterface
    public interface Property {

        /// Draws one case and checks it.
        void check(SplittableRandom random) throws Exception;
    }

    /// Checks the property for the seeds from 1 to `cases`.
    public static void check(int cases, Property property) {
        Long only = Long.getLong(PROPERTY);
        long first = only == null ? 1 : only;
        long last = only == null ? cases : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                property.check(new SplittableRandom(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + " (repeat with -D" + PROPERTY + "=" + seed + ")", e);
            }
        }
    }

    /// That many random bytes.
    public static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A string of any Unicode scalar values, controls and quotes more often than chance has it.
    public static String text(SplittableRandom random, int maxLength) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(maxLength + 1);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(6)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> random.nextBoolean() ? '"' : '\\';
                        case 2 -> random.nextInt(0x80, 0x3000);
                        case 3 -> random.nextInt(0xe000, 0x11_0000);
                        default -> random.nextInt(0x20, 0x80);
                    });
        }
        return text.toString();
    }
}
