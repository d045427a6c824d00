package io.affidavit.schemas.value;

import java.util.Locale;

/// What an id or an alias looks like. Two that look alike are not both given: people would take one
/// for the other.
public final class Lookalike {

    private Lookalike() {}

    /// The same for all texts that differ only in `0` and `o`, `1`, `l` and `i`, `-`, `_` and `.`,
    /// `rn` and `m`, and case. ASCII alone.
    public static String skeleton(String text) {
        StringBuilder skeleton = new StringBuilder(text.length());
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            skeleton.append(
                    switch (c) {
                        case '0' -> 'o';
                        case '1', 'i' -> 'l';
                        case '_', '.' -> '-';
                        default -> c;
                    });
        }
        return skeleton.toString().replace("rn", "m");
    }

    /// Whether two different texts look alike.
    public static boolean isTwin(String one, String other) {
        return !one.equals(other) && skeleton(one).equals(skeleton(other));
    }
}
