package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogGuard;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The longest log that this process has ever seen, itself or by its sealer. A database that shows
/// a shorter one was set back to an old state; what was appended to it would take the places of
/// records that are lost and proven. For the writer's thread.
final class LogWatermark {

    private static final Logger log = LoggerFactory.getLogger(LogWatermark.class);

    private final LogGuard guard;
    private long size;
    private volatile @Nullable String trouble;

    LogWatermark(LogGuard guard) {
        this.guard = guard;
    }

    /// Why nothing is appended, for operators; empty when all is well.
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /// Notes the size of a log that was just appended to.
    void reached(long appended) {
        size = Math.max(size, appended);
    }

    /// Whether the log, as it was just read, is shorter than it ever was.
    boolean isAbove(Head read) {
        long known = Math.max(size, guard.sealed());
        if (read.size >= known) {
            size = read.size;
            trouble = null;
            return false;
        }
        if (trouble == null) {
            log.atError()
                    .addKeyValue("size", read.size)
                    .addKeyValue("known", known)
                    .log("the database was set back: nothing is appended");
        }
        trouble =
                "the database was set back: a log of "
                        + read.size
                        + " records (expected: at least "
                        + known
                        + ")";
        return true;
    }
}
