package io.affidavit.schemas.evidence;

/// A stored blob does not open to what its record says.
public final class PartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    PartException(Reason reason, Part.Reference part) {
        super("part " + part.name() + ": " + reason.text);
        this.reason = reason;
    }

    PartException(Reason reason, Part.Reference part, Throwable cause) {
        super("part " + part.name() + ": " + reason.text, cause);
        this.reason = reason;
    }

    /// Why it does not open.
    public Reason reason() {
        return reason;
    }

    /// Why a blob does not open.
    public enum Reason {
        /// The stored bytes are not the ones that were recorded (fsck 51).
        CIPHERTEXT("stored blob differs from the recorded digest or length"),
        /// Wrong keys, or a blob that belongs to another event, part or log.
        KEYS("blob does not open with these keys in this place"),
        /// It opens, but to a text that the record never committed to (fsck 50).
        COMMITMENT("text differs from the recorded commitment");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }
}
