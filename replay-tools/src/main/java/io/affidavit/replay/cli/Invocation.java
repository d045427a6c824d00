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
        String fromEnvironment = System.getenv("AFFIDAVIT_DATA");
        return Path.of(fromEnvironment == null ? "data" : fromEnvironment);
    }
}
