package io.affidavit.projections.seal;

import java.time.Duration;

/// How long nothing was appended, and who is told of it. For one thread.
final class Silence {

    private final SealReports reports;
    private final Duration quiet;
    private long movedAt = System.nanoTime();

    /// @param quiet a log that stands still for so long is said to be silent
    Silence(SealReports reports, Duration quiet) {
        this.reports = reports;
        this.quiet = quiet;
    }

    /// Something was appended.
    void ends() {
        movedAt = System.nanoTime();
    }

    /// Nothing was.
    void lasts() {
        Duration silence = Duration.ofNanos(System.nanoTime() - movedAt);
        if (silence.compareTo(quiet) >= 0) {
            reports.quiet(silence);
        }
    }
}
