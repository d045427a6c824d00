package io.affidavit.command.evidence;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What an SQL failure means for the batch that met it.
enum SqlFailure {
    /// The connection is gone, and with it the answer: the batch may have been committed.
    LOST,
    /// A record of the batch collides with a stored one.
    DUPLICATE,
    /// The data of some append is refused; the others must not suffer.
    POISON,
    /// Somebody kept a lock for longer than this node waits for it. Nothing was written.
    LOCKED,
    /// Passed by the time it is tried again.
    TRANSIENT,
    /// The database answered that it cannot: disk full, read-only, no privilege. Nothing was
    /// written.
    REFUSED;

    private static final String UNIQUE_VIOLATION = "23505";

    static SqlFailure of(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        if (state == null || state.startsWith("08") || state.startsWith("57P")) {
            return LOST;
        }
        if (state.equals(UNIQUE_VIOLATION)) {
            return DUPLICATE;
        }
        if (state.startsWith("22") || state.startsWith("23")) {
            return POISON;
        }
        if (state.equals("55P03")) {
            return LOCKED;
        }
        if (state.equals("40001") || state.equals("40P01")) {
            return TRANSIENT;
        }
        return REFUSED;
    }
}
