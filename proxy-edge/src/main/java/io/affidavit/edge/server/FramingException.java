package io.affidavit.edge.server;

/// A request that cannot be framed beyond doubt. It is answered with a bare status, and the
/// connection closes: nobody can say where the next request would begin.
final class FramingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    FramingException(int status, String rule) {
        super(rule, null, false, false);
        this.status = status;
    }

    /// HTTP status of the answer.
    int status() {
        return status;
    }
}
