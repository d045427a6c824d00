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
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private long shown = -1;

    ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @SuppressWarnings("SystemConsoleNull") // null again without a terminal since JDK 25
    static ProgressLine to(PrintWriter err) {
        Console console = System.console();
        return new ProgressLine(err, console != null && console.isTerminal());
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

    private static String counts(long done, long total) {
        return String.format(Locale.ROOT, "%,d of %,d records", done, total);
    }
}
