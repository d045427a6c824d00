package io.affidavit.replay.cli;

import io.affidavit.replay.fsck.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/// Shows how far a long command has come: one line that is written over on a terminal, a plain line
/// for each tenth of the work elsewhere.
final class ProgressLine implements Progress {

    private static final int WIDTH = 40;
    private static final int TENTHS = 10;
    private static final int KB = 1_024;
    private static final long BUNDLE_BYTES = 2 * 16L * 1_024 * KB;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final String unit;
    private long shown = -1;

    ProgressLine(PrintWriter err, boolean terminal, String unit) {
        this.err = err;
        this.terminal = terminal;
        this.unit = unit;
    }

    static ProgressLine to(PrintWriter err) {
        return of(err, "records");
    }

    /// For whoever reads a bundle.
    static ProgressLine ofBundle(PrintWriter err) {
        return of(err, "KB");
    }

    /// The same in bytes, and only where there are so many that somebody would wonder.
    void bytes(long done, long total) {
        if (total > BUNDLE_BYTES) {
            at(done / KB, total / KB);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // null again without a terminal since JDK 25
    private static ProgressLine of(PrintWriter err, String unit) {
        Console console = System.console();
        return new ProgressLine(err, console != null && console.isTerminal(), unit);
    }

    @Override
    public void at(long done, long total) {
        long step = terminal ? 10L * TENTHS : TENTHS;
        long reached = step * done / total;
        if (reached == shown) {
            return;
        }
        shown = reached;
        if (terminal) {
            int filled = (int) (WIDTH * done / total);
            err.print(
                    CLEAR
                            + "["
                            + "#".repeat(filled)
                            + " ".repeat(WIDTH - filled)
                            + "] "
                            + counts(done, total));
        } else {
            err.println("read " + counts(done, total));
        }
        err.flush();
    }

    /// Takes the line off a terminal, so that something else can be printed.
    void clear() {
        if (terminal && shown >= 0) {
            err.print(CLEAR);
            err.flush();
        }
    }

    private String counts(long done, long total) {
        return String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit);
    }
}
