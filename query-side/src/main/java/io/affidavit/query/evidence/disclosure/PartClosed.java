package io.affidavit.query.evidence.disclosure;

/// A part that cannot be opened. What it says names places and reasons, never a text.
public final class PartClosed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PartClosed(String detail) {
        super(detail);
    }

    PartClosed(String detail, Throwable cause) {
        super(detail, cause);
    }
}
