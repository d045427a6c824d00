package io.affidavit.replay.fsck;

import java.sql.SQLException;

/// Carries a database's failure out of a place that cannot say so.
final class SealsUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    SealsUnreadable(SQLException failure) {
        super(failure);
        this.failure = failure;
    }

    SQLException failure() {
        return failure;
    }
}
