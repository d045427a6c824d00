package io.affidavit.schemas.evidence;

/// Bytes that are not canonical in the sense of `evidence/v1`, or not a record.
public final class FormException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final Rule rule;

    FormException(int offset, Rule rule) {
        super("offset " + offset + ": " + rule.found + " (expected: " + rule.expected + ")");
        this.offset = offset;
        this.rule = rule;
    }

    /// Index of the first byte that breaks the rule.
    public int offset() {
        return offset;
    }

    /// The rule that is broken.
    public Rule rule() {
        return rule;
    }

    /// What canonical bytes keep to.
    public enum Rule {
        /// Nothing stands before the object.
        BYTE_ORDER_MARK("byte order mark", "an object"),
        /// No blank or line end between tokens.
        WHITESPACE("whitespace", "none between tokens"),
        /// Amounts and ids are decimal strings.
        NUMBER("number", "a decimal string"),
        /// Tokens in the order of RFC 8259.
        SYNTAX("unexpected byte", "another token"),
        /// Only objects at the top.
        TOP_LEVEL("value", "an object"),
        /// The bytes go on.
        TRUNCATED("end of bytes", "more"),
        /// Nothing follows the object.
        TRAILING("bytes after the object", "none"),
        /// Keys ascend bytewise.
        KEY_ORDER("key out of order", "keys ascending bytewise"),
        /// A key stands once.
        DUPLICATE_KEY("key used twice", "each key once"),
        /// Keys match `[a-z0-9_]+`.
        KEY_FORM("key", "[a-z0-9_]+"),
        /// Shortest UTF-8 only.
        UTF8("byte sequence", "well-formed UTF-8"),
        /// A surrogate never stands alone, raw or escaped.
        SURROGATE("surrogate", "a Unicode scalar value"),
        /// RFC 8785 §3.2.2.2: two-character escapes where they exist, `\\u00xx` for other controls,
        /// nothing else escaped.
        ESCAPE("escape", "the RFC 8785 spelling"),
        /// A control character stands escaped.
        CONTROL("raw control character", "its escape"),
        /// At most 16 levels.
        DEPTH("nesting", "at most 16 levels"),
        /// At most 32,768 bytes.
        LENGTH("length", "at most 32768 bytes"),
        /// The members of a record: these, all of them, in this order.
        MEMBER("member", "the member of the record format"),
        /// A string of a record in its own narrower form: decimal, hash, time.
        VALUE("value", "the form of this member");

        private final String found;
        private final String expected;

        Rule(String found, String expected) {
            this.found = found;
            this.expected = expected;
        }
    }
}
