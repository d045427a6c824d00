package io.affidavit.query.evidence.export;

import org.jspecify.annotations.Nullable;

/// A page being written. Whatever comes from a record or a request goes through [#text]; everything
/// else is ours. For one thread.
final class Html {

    private final StringBuilder page = new StringBuilder(16 * 1024);

    /// Markup of ours.
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /// A text of anybody's.
    Html text(@Nullable String text) {
        if (text != null) {
            text.codePoints().forEach(this::escape);
        }
        return this;
    }

    /// A row of a table of two columns; none where there is no value.
    Html row(String name, @Nullable String value) {
        return value == null
                ? this
                : raw("<tr><th>").text(name).raw("</th><td>").text(value).raw("</td></tr>\n");
    }

    /// The same in the type of identifiers and hashes.
    Html code(String name, @Nullable String value) {
        return value == null
                ? this
                : raw("<tr><th>")
                        .text(name)
                        .raw("</th><td><code>")
                        .text(value)
                        .raw("</code></td></tr>\n");
    }

    /// A word that stands out, in a colour of its kind.
    ///
    /// @param kind one of the classes of the style sheet
    Html badge(String kind, String word) {
        return raw("<span class=\"badge ").raw(kind).raw("\">").text(word).raw("</span>");
    }

    @Override
    public String toString() {
        return page.toString();
    }

    /// Direction marks and controls would let a text pose as its surroundings.
    private void escape(int c) {
        switch (c) {
            case '<' -> page.append("&lt;");
            case '>' -> page.append("&gt;");
            case '&' -> page.append("&amp;");
            case '"' -> page.append("&quot;");
            case '\'' -> page.append("&#39;");
            case '\n' -> page.append("<br>");
            default -> {
                int type = Character.getType(c);
                boolean hidden =
                        type == Character.CONTROL
                                || type == Character.FORMAT
                                || type == Character.SURROGATE;
                page.appendCodePoint(hidden ? 0xFFFD : c);
            }
        }
    }
}
