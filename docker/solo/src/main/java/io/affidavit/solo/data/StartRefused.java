package io.affidavit.solo.data;

/// The process cannot start, for a reason that whoever started it can remove.
///
/// The message is complete and meant for people: it is printed alone, without a stack trace.
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message what is wrong and, where it is not obvious, what to do
    public StartRefused(String message) {
        super(message);
    }

    /// @param message what is wrong and, where it is not obvious, what to do
    /// @param cause what was found underneath
    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
