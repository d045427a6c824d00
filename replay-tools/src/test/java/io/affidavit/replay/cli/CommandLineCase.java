package io.affidavit.replay.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/// Types one command line and keeps what came of it.
final class CommandLineCase {

    final int exit;
    final String out;
    final String err;

    private CommandLineCase(int exit, String out, String err) {
        this.exit = exit;
        this.out = out;
        this.err = err;
    }

    static CommandLineCase type(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return new CommandLineCase(line.execute(words), out.toString(), err.toString());
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
