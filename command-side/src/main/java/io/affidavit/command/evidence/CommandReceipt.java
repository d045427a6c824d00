package io.affidavit.command.evidence;

import io.affidavit.schemas.serial.ResultMetaData;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// The receipt of one command on its way from the append to the command's result. Everything
/// happens on the thread that carries the command out, so nothing is handed over; only what is
/// appended beside the command brings its receipt along.
public final class CommandReceipt {

    private static final String REQUESTED = CommandReceipt.class.getName();
    private static final ScopedValue<CommandReceipt> OF_COMMAND = ScopedValue.newInstance();

    private @Nullable String text;

    CommandReceipt() {}

    /// Asks for a receipt for the last record of the unit of work in progress; for command
    /// handlers. A refusal that is recorded in its place gets one in any case.
    public static void request() {
        CurrentUnitOfWork.get().root().resources().put(REQUESTED, REQUESTED);
    }

    /// Appends on this thread, outside of any command, and gives the receipt for what was appended.
    ///
    /// @return `null` when nothing was
    public static @Nullable String of(Runnable append) {
        CommandReceipt receipt = new CommandReceipt();
        receipt.during(append);
        return receipt.text;
    }

    /// Gives the command that is being carried out a receipt that was made for it elsewhere.
    public static void keep(@Nullable String receipt) {
        if (receipt != null && OF_COMMAND.isBound()) {
            OF_COMMAND.get().text = receipt;
        }
    }

    static boolean isRequested(UnitOfWork<?> unitOfWork) {
        return unitOfWork.root().resources().containsKey(REQUESTED);
    }

    /// Keeps a receipt for the result of the command that is being carried out. Without a command
    /// nobody would get it, and then it is not made.
    static void keep(Supplier<String> receipt) {
        if (OF_COMMAND.isBound()) {
            OF_COMMAND.get().text = receipt.get();
        }
    }

    /// Carries out a command whose receipt this is.
    void during(Runnable command) {
        ScopedValue.where(OF_COMMAND, this).run(command);
    }

    /// The command's result with its receipt, if one was made.
    <R> CommandResultMessage<R> on(CommandResultMessage<R> result) {
        return text == null
                ? result
                : result.andMetaData(MetaData.with(ResultMetaData.RECEIPT, text));
    }
}
