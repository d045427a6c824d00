package io.affidavit.replay.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What every command has: `--data`, and where to print.
final class Invocation {

    private static final String VARIABLE = "AFFIDAVIT_DATA";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory; else AFFIDAVIT_DATA, else ./data.")
    private @Nullable Path directory;

    Installation installation() {
        return new Installation(directory != null ? directory : defaultDirectory());
    }

    /// Whether somebody said which data directory is meant.
    boolean namesInstallation() {
        return directory != null || System.getenv(VARIABLE) != null;
    }

    PrintWriter out() {
        return commandLine().getOut();
    }

    PrintWriter err() {
        return commandLine().getErr();
    }

    private CommandLine commandLine() {
        if (command == null) {
            throw new IllegalStateException("asked before the command line was read");
        }
        return command.commandLine();
    }

    private static Path defaultDirectory() {
        String fromEnvironment = System.getenv(VARIABLE);
        return Path.of(fromEnvironment == null ? "data" : fromEnvironment);
    }
}
