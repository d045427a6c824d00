package io.affidavit.solo;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/// Shows how far the read tables are: one line that is written over on a terminal, a plain line for
/// each twentieth elsewhere.
final class RebuildLine {

    private static final int WIDTH = 40;
    private static final int PERCENT = 100;
    private static final int PLAIN_STEP = 5;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private long shown = -1;

    RebuildLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @SuppressWarnings("SystemConsoleNull") // null again without a terminal since JDK 25
    static RebuildLine onStandardError() {
        Console console = System.console();
        return new RebuildLine(System.err, console != null && console.isTerminal());
    }

    /// @param total at least 1
    void at(long done, long total) {
        long percent = PERCENT * done / total;
        long step = terminal ? percent : percent / PLAIN_STEP;
        if (step == shown) {
            return;
        }
        shown = step;
        String said =
                String.format(
                        Locale.ROOT,
                        "read tables: %,d of %,d records, %d %%",
                        done,
                        total,
                        percent);
        if (terminal) {
            int filled = (int) (WIDTH * done / total);
            out.print(CLEAR + "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + said);
        } else {
            out.println(said);
        }
        out.flush();
    }

    /// Takes the line off a terminal, so that something else can be printed.
    void clear() {
        if (terminal && shown >= 0) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
