package io.affidavit.replay.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// Entry of the commands that look at an installation. Exit 0 is good, 1 usage or I/O, others as
/// each command's help says.
@Command(
        name = "affidavit",
        description = "Looks at an installation from outside.",
        subcommands = {
            StatusCommand.class,
            StopCommand.class,
            CallCommand.class,
            EventsCommand.class,
            FsckCommand.class,
            ExportCommand.class,
            VerifyCommand.class,
            ReceiptCommand.class,
            LogCommand.class,
            ReplayCommand.class
        })
public final class Main implements Runnable {

    private static final int USAGE_OR_IO = 1;

    @Spec private @Nullable CommandSpec spec;

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.registerConverter(LogPoint.class, LogPoint::parse);
        line.setExecutionExceptionHandler(Main::explain);
        everyCommand(line);
        return line;
    }

    private static void everyCommand(CommandLine line) {
        line.getCommandSpec()
                .exitCodeOnInvalidInput(USAGE_OR_IO)
                .exitCodeOnExecutionException(USAGE_OR_IO)
                .mixinStandardHelpOptions(true);
        line.getSubcommands().values().forEach(Main::everyCommand);
    }

    /// Without a command there is nothing to do but to say which ones there are.
    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Missing command");
        }
    }

    private static int explain(Exception failure, CommandLine command, ParseResult arguments)
            throws Exception {
        if (!(failure instanceof CommandFailure)) {
            throw failure;
        }
        command.getErr()
                .println("affidavit " + command.getCommandName() + ": " + failure.getMessage());
        return USAGE_OR_IO;
    }
}
