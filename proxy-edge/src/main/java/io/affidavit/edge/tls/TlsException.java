package io.affidavit.edge.tls;

/// A certificate or key that cannot be used. The message says which setting is wrong and what would
/// be right; it never quotes what is in a file.
public final class TlsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TlsException(String setting, Object value, String expected) {
        super(setting + ": " + value + " (expected: " + expected + ")");
    }

    TlsException(String setting, Object value, String expected, Throwable cause) {
        super(setting + ": " + value + " (expected: " + expected + ")", cause);
    }
}
