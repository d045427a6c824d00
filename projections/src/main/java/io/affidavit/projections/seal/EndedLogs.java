package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.proof.KeptCheckpoint.Kept;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The logs that have ended, behind the one that is sealed. For one thread.
final class EndedLogs {

    private final Map<Integer, Patrol> patrols = new HashMap<>();
    private final Consumer<Collection<Kept>> found;
    private @Nullable Connection known;
    private Map<Integer, EndedLog> logs = Map.of();

    /// @param found told of the newest checkpoints of all of them, once each was found to hold
    EndedLogs(Consumer<Collection<Kept>> found) {
        this.found = found;
    }

    /// Has what was once wrong looked at before anything else, until it is right.
    void suspect(int log, Kind kind, long position) {
        patrol(log).suspect(kind, position);
    }

    /// Looks at what was once wrong.
    ///
    /// @param current the open log, whose opening names the others
    void revisit(RecordRows current) throws SQLException, IOException, BrokenLogException {
        each(current, EndedLog::revisit);
    }

    /// Looks at what is due after so much time, at the logs one after the other.
    void walk(RecordRows current, Duration elapsed)
            throws SQLException, IOException, BrokenLogException {
        each(current, log -> log.walk(elapsed));
    }

    /// Records that were looked at again since the start.
    long walked() {
        return patrols.values().stream().mapToLong(Patrol::walked).sum();
    }

    @FunctionalInterface
    private interface Look {

        void at(EndedLog log) throws SQLException, IOException, BrokenLogException;
    }

    private void each(RecordRows current, Look look)
            throws SQLException, IOException, BrokenLogException {
        if (!current.connection().equals(known)) {
            logs = begin(current);
            known = current.connection();
            found.accept(logs.values().stream().flatMap(log -> log.kept().stream()).toList());
        }
        for (Map.Entry<Integer, EndedLog> log : logs.entrySet()) {
            try {
                look.at(log.getValue());
            } catch (BrokenLogException e) {
                throw e.in(log.getKey());
            }
        }
    }

    private Map<Integer, EndedLog> begin(RecordRows current)
            throws SQLException, IOException, BrokenLogException {
        Map<Integer, EndedLog> found = new HashMap<>();
        for (LostTail left : kept(current)) {
            try {
                found.put(
                        left.log(), EndedLog.begin(current.connection(), left, patrol(left.log())));
            } catch (BrokenLogException e) {
                throw e.in(left.log());
            }
        }
        return found;
    }

    private static List<LostTail> kept(RecordRows current) throws SQLException, BrokenLogException {
        List<LostTail> kept = new ArrayList<>();
        if (current.log() > 0) {
            kept.addAll(LossSearch.declared(current.connection(), current.log()));
            kept.removeIf(tail -> tail.keptSize() == 0);
        }
        return kept;
    }

    private Patrol patrol(int log) {
        return patrols.computeIfAbsent(log, _ -> new Patrol());
    }
}
