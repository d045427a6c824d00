package io.affidavit.replay.cli;

import io.affidavit.replay.fsck.AuditedLog;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `affidavit fsck --json`.
///
/// @param sound whether nothing failed
/// @param code the exit code
/// @param failureCount how many failures there are
/// @param failures the first of them, in the order found
/// @param logs the logs of the database
/// @param anchor directory of the checkpoints outside the database that all was compared with;
///   `null` for none
record FsckAnswer(
        boolean sound,
        int code,
        long failureCount,
        List<Line> failures,
        List<AuditedLog> logs,
        @Nullable String anchor) {

    /// @param code exit code of what failed
    /// @param step step of verification
    /// @param object what failed
    /// @param found what is there
    /// @param expected what must be there
    record Line(int code, int step, String object, String found, String expected) {

        static Line of(Failure failure) {
            return new Line(
                    failure.check().code(),
                    failure.check().step(),
                    failure.object(),
                    failure.found(),
                    failure.expected());
        }
    }

    static FsckAnswer of(
            Failures failures, List<Failure> listed, List<AuditedLog> logs, @Nullable Path anchor) {
        return new FsckAnswer(
                failures.count() == 0,
                failures.exitCode(),
                failures.count(),
                listed.stream().map(Line::of).toList(),
                logs,
                anchor == null ? null : anchor.toString());
    }
}
