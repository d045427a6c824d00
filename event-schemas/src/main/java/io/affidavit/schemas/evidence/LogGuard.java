package io.affidavit.schemas.evidence;

import org.jspecify.annotations.Nullable;

/// Whether the log still is what was sealed of it. Asked before each admission, so it never blocks.
public interface LogGuard {

    /// A log that nobody seals in this process.
    LogGuard NONE =
            new LogGuard() {
                @Override
                public @Nullable String broken() {
                    return null;
                }

                @Override
                public long sealed() {
                    return 0;
                }
            };

    /// What contradicts, for operators; `null` while all is well. As long as something does,
    /// nothing new is admitted: records behind a forged one would lend it their weight.
    @Nullable String broken();

    /// Size of the newest checkpoint that this process has kept outside the database. Nothing is
    /// appended to a shorter log.
    long sealed();
}
