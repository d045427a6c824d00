package io.affidavit.replay.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `affidavit receipt`.
@Command(
        name = "receipt",
        description = "Works with the receipts that callers keep.",
        subcommands = ReceiptVerifyCommand.class)
final class ReceiptCommand implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Missing command");
        }
    }
}
