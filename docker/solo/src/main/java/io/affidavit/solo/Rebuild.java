package io.affidavit.solo;

import io.affidavit.projections.Processors;
import io.affidavit.projections.evidence.Progress;
import io.affidavit.projections.rebuild.ReadTables;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.solo.RunFile.Database;
import io.affidavit.solo.data.StartRefused;
import io.affidavit.solo.database.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the read tables again from the log. Calls are carried meanwhile; questions are answered
/// from what has been read again so far.
///
/// @param processors who write
/// @param log what they read
record Rebuild(Processors processors, StreamableMessageSource<?> log) {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /// Empties the tables.
    ///
    /// @throws StartRefused when the database does not let it
    static void empty(Database database) {
        try {
            ReadTables.empty(Login.of(database, Role.PROJECTOR));
        } catch (SQLException e) {
            throw new StartRefused("the read tables cannot be emptied: " + e.getMessage(), e);
        }
        LOG.info("the read tables are empty and will be written again");
    }

    /// Waits until they show everything that is in the log now. Where a processor is stuck it does
    /// not: the start goes on, and `status` says why.
    ///
    /// @param stopped whether somebody ends the start
    /// @throws StartRefused when somebody did; the next start goes on from there
    void await(BooleanSupplier stopped) {
        long total = place(log.createHeadToken()) + 1;
        long records = LogPlace.of(total).position();
        RebuildLine line = RebuildLine.onStandardError();
        long began = System.nanoTime();
        long done = done();
        while (done < total && processors.failures().isEmpty()) {
            line.at(shown(done, total), records);
            if (stopped.getAsBoolean()) {
                throw new StartRefused("stopped while the read tables were written again");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            done = done();
        }
        List<String> failures = processors.failures();
        if (failures.isEmpty()) {
            line.at(records, records);
        }
        line.clear();
        if (failures.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("records", records)
                    .addKeyValue("seconds", Duration.ofNanos(System.nanoTime() - began).toSeconds())
                    .log("the read tables are written again");
        } else {
            LOG.warn("the read tables are not complete: {}", failures);
        }
    }

    private long done() {
        return processors.progress().stream().mapToLong(Progress::reached).min().orElse(-1) + 1;
    }

    /// Of the log that is appended to; what came before a loss is read before it counts.
    private static long shown(long done, long total) {
        LogPlace here = LogPlace.of(done);
        return here.log() == LogPlace.of(total).log() ? here.position() : 0;
    }

    private static long place(@Nullable TrackingToken token) {
        return token == null ? -1 : token.position().orElse(-1);
    }
}
