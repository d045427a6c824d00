package io.affidavit.bench.crash;

/// What is done to a gateway under load.
enum Blow {
    /// kill -9 at a moment that chance chooses.
    ANY_TIME,
    /// kill -9 when records are written and not yet committed.
    BEFORE_COMMIT,
    /// kill -9 when records are committed and the gateway has not heard it.
    AFTER_COMMIT,
    /// kill -9 in the middle of streams.
    MID_STREAM,
    /// Immediate stop of PostgreSQL; the gateway lives on.
    DATABASE;

    /// Whether the gateway itself dies of it.
    boolean isKill() {
        return this != DATABASE;
    }
}
