package io.affidavit.command.evidence;

import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.modelling.command.ConcurrencyException;

/// Runs a command where it is dispatched, without any transaction: the log commits on its own
/// connection. A command that lost a race is tried again, by then with the winner's facts, and
/// failures leave in the one shape that survives a router. Whoever loses every time has seen as
/// many others win. A result carries the receipt that its append was given.
public final class RetryingCommandBus extends SimpleCommandBus {

    /// How often a command is tried at most.
    static final int MAX_ATTEMPTS = 8;

    private RetryingCommandBus(Builder builder) {
        super(builder);
    }

    /// A bus without handlers.
    public static RetryingCommandBus create() {
        return new RetryingCommandBus(
                SimpleCommandBus.builder().transactionManager(NoTransactionManager.INSTANCE));
    }

    @Override
    protected <C, R> void doDispatch(
            CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
        attempt(command, RetryingCommandBus.<C, R>translating(callback), MAX_ATTEMPTS);
    }

    private <C, R> void attempt(
            CommandMessage<C> command, CommandCallback<C, R> callback, int attempts) {
        super.<C, R>doDispatch(
                command,
                (sent, result) -> {
                    if (attempts > 1
                            && result.isExceptional()
                            && result.exceptionResult() instanceof ConcurrencyException) {
                        attempt(command, callback, attempts - 1);
                    } else {
                        callback.onResult(sent, result);
                    }
                });
    }

    @Override
    protected <C, R> void handle(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback) {
        CommandReceipt receipt = new CommandReceipt();
        receipt.during(() ->
                super.<C, R>handle(
                        command,
                        handler,
                        (sent, result) -> callback.onResult(sent, receipt.on(result))));
    }

    private static <C, R> CommandCallback<C, R> translating(
            CommandCallback<? super C, ? super R> callback) {
        return (command, result) -> {
            if (result.isExceptional()) {
                Throwable told = EvidenceFailures.onTheBus(result.exceptionResult());
                callback.onResult(
                        command,
                        GenericCommandResultMessage.<R>asCommandResultMessage(told)
                                .withMetaData(result.getMetaData()));
            } else {
                callback.onResult(command, result);
            }
        };
    }
}
