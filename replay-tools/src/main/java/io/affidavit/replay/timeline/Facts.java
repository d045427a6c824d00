package io.affidavit.replay.timeline;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// Reads members of a record's `data` and spells them for people. Whatever a provider or a client
/// had a hand in is printed without control characters, so that no record can steer a terminal.
final class Facts {

    private static final Facts NOTHING = new Facts(NullNode.getInstance());

    private final JsonNode data;

    Facts(JsonNode data) {
        this.data = data;
    }

    Facts at(String member) {
        JsonNode child = data.get(member);
        return child == null ? NOTHING : new Facts(child);
    }

    List<Facts> all(String member) {
        List<Facts> all = new ArrayList<>();
        data.path(member).forEach(child -> all.add(new Facts(child)));
        return all;
    }

    /// The elements of a list as text; none where there is no list.
    List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        data.path(member).forEach(child -> texts.add(plain(child.asString(""))));
        return texts;
    }

    /// The member as text, or null when it is absent or null.
    @Nullable String textOrNull(String member) {
        JsonNode child = data.get(member);
        return child == null || child.isNull() ? null : plain(child.asString());
    }

    /// The member as text, or `-`.
    String text(String member) {
        String text = textOrNull(member);
        return text == null ? "-" : text;
    }

    /// A code such as `client_closed` as words.
    String words(String member) {
        return text(member).replace('_', ' ');
    }

    /// A hash, short enough for a line and long enough to find it.
    String hash(String member) {
        String hash = text(member);
        return hash.length() > 16 ? hash.substring(0, 16) + "…" : hash;
    }

    /// A count with its unit: `1 token`, `1,024 tokens`.
    String count(String member, String unit) {
        long count = number(member);
        return grouped(count) + ' ' + unit + (count == 1 ? "" : "s");
    }

    /// A duration in microseconds, as `1.234 ms` or `2.345 s`.
    String micros(String member) {
        return textOrNull(member) == null ? "-" : micros(number(member));
    }

    static String micros(long micros) {
        return micros < 1_000_000
                ? BigDecimal.valueOf(micros, 3).toPlainString() + " ms"
                : BigDecimal.valueOf(micros / 1_000, 3).toPlainString() + " s";
    }

    /// Nano-USD as dollars, exact.
    String dollars(String member) {
        BigDecimal usd = BigDecimal.valueOf(number(member), 9).stripTrailingZeros();
        return "USD " + (usd.signum() == 0 ? "0" : usd.toPlainString());
    }

    boolean isTrue(String member) {
        return data.path(member).asBoolean(false);
    }

    boolean has(String member) {
        return textOrNull(member) != null;
    }

    long number(String member) {
        try {
            return Long.parseLong(text(member));
        } catch (NumberFormatException e) {
            return 0; // a record of another revision: the raw members are one `--json` away
        }
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        plain.appendCodePoint(
                                Character.isISOControl(c)
                                                || Character.getType(c) == Character.FORMAT
                                        ? '\ufffd'
                                        : c));
        return plain.toString();
    }
}
