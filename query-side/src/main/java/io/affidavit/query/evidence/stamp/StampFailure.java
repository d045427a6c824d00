package io.affidavit.query.evidence.stamp;

import org.jspecify.annotations.Nullable;

/// There is no time stamp, and why, in words for whoever asked.
public final class StampFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StampFailure(String reason, @Nullable Throwable cause) {
        super("time stamp: " + reason, cause);
    }
}
