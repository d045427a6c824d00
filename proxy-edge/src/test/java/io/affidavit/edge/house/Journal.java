package io.affidavit.edge.house;

import io.affidavit.schemas.serial.ResultMetaData;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.GenericResultMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/// Stands in for command-side: takes commands over a real bus, keeps them in order, and refuses
/// those a test says.
public final class Journal {

    private static final long PATIENCE_SECONDS = 20;

    private final CommandBus bus = SimpleCommandBus.builder().build();
    private final List<Object> commands = new CopyOnWriteArrayList<>();
    private volatile Function<Object, @Nullable FailureCode> fate = _ -> null;
    private volatile Function<Object, @Nullable String> receipts = _ -> null;
    private volatile Function<Object, @Nullable Object> answer = _ -> null;

    public Journal(Class<?>... commandTypes) {
        for (Class<?> type : commandTypes) {
            bus.subscribe(type.getName(), message -> decide(message.getPayload()));
        }
    }

    public CommandBus bus() {
        return bus;
    }

    /// Decides what becomes of commands: a code refuses one, `null` makes it durable. May block.
    public void fate(Function<Object, @Nullable FailureCode> next) {
        fate = next;
    }

    /// Says which commands get a receipt, also when they are refused.
    public void receipts(Function<Object, @Nullable String> next) {
        receipts = next;
    }

    /// What commands are answered that became durable. May throw, as a refusal on record does.
    public void answer(Function<Object, @Nullable Object> next) {
        answer = next;
    }

    /// Everything that became durable, in order.
    public List<Object> commands() {
        return List.copyOf(commands);
    }

    /// Everything of one kind that became durable, in order.
    public <T> List<T> all(Class<T> type) {
        return commands.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// The only one of its kind, waited for.
    public <T> T await(Class<T> type) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (commands) {
            while (all(type).isEmpty()) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    throw new AssertionError("no " + type.getSimpleName() + " in " + commands);
                }
                try {
                    commands.wait(millis);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
        List<T> found = all(type);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + type.getSimpleName());
        }
        return found.getFirst();
    }

    private Object decide(Object command) {
        FailureCode refusal = fate.apply(command);
        String receipt = receipts.apply(command);
        MetaData told =
                receipt == null
                        ? MetaData.emptyInstance()
                        : MetaData.with(ResultMetaData.RECEIPT, receipt);
        if (refusal != null) {
            return new GenericResultMessage<>(
                    new CommandExecutionException(refusal.code(), null, refusal.name()), told);
        }
        synchronized (commands) {
            commands.add(command);
            commands.notifyAll();
        }
        return new GenericResultMessage<@Nullable Object>(answer.apply(command), told);
    }
}
