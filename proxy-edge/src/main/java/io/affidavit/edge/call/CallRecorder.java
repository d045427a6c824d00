package io.affidavit.edge.call;

import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.NextAttempt;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.serial.ResultMetaData;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.jspecify.annotations.Nullable;

/// The only way a decision leaves the edge: as a command, and on only when it is durable.
public final class CallRecorder {

    /// Longer than the engine's own bound, so that its answer is the one that counts.
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final CommandBus commands;
    private final CallMeter meter;

    public CallRecorder(CommandBus commands, CallMeter meter) {
        this.commands = commands;
        this.meter = meter;
    }

    /// As [#record(Object, Actor)], in the name of the call's key; what is durable is counted, and
    /// the call keeps the receipt.
    public void record(CallContext call, CallCommand command) throws RecordingFailed {
        try {
            call.head().receipted(record(command, Actor.of(call.caller().key())));
        } catch (RecordingFailed e) {
            call.head().receipted(e.receipt());
            throw e;
        }
        meter.recorded(call, command);
    }

    /// As [#record(CallContext, CallCommand)], of an admission.
    ///
    /// @return what the call's limits have left, and where it goes
    public Admission admit(CallContext call, AdmitCall command) throws RecordingFailed {
        try {
            Object answer = measured(command, Actor.of(call.caller().key())).getPayload();
            meter.recorded(call, command);
            return answer instanceof Admission admission ? admission : Admission.UNLIMITED;
        } catch (RecordingFailed e) {
            call.head().receipted(e.receipt());
            throw e;
        }
    }

    /// As [#record(CallContext, CallCommand)], of a failed attempt.
    ///
    /// @return the choice of the next attempt that is on record; `null` when none follows, because
    ///   none was asked for or all that is left is full
    public @Nullable RouteChoice failAttempt(CallContext call, FailAttempt command)
            throws RecordingFailed {
        RouteChoice next = command.next();
        try {
            Object answer = measured(command, Actor.of(call.caller().key())).getPayload();
            if (answer instanceof NextAttempt other && !other.instead().isEmpty()) {
                next = other.instead().getFirst();
            }
        } catch (RecordingFailed e) {
            if (!e.isDecided()) {
                throw e;
            }
            next = null; // the attempt itself is on record all the same
        }
        meter.recorded(call, command);
        return next;
    }

    /// Blocks until the command's facts are durable. For virtual threads only.
    ///
    /// @return the receipt for the record that ends a call; `null` when the command made none
    /// @throws RecordingFailed if they are not, or if nobody knows whether they are
    public @Nullable String record(Object command, Actor actor) throws RecordingFailed {
        return receipt(measured(command, actor));
    }

    private CommandResultMessage<?> measured(Object command, Actor actor) throws RecordingFailed {
        try {
            return send(command, actor);
        } catch (RecordingFailed e) {
            if (!e.isDecided()) {
                meter.unrecorded(e.code());
            }
            throw e;
        }
    }

    private CommandResultMessage<?> send(Object command, Actor actor) throws RecordingFailed {
        CommandMessage<Object> message =
                GenericCommandMessage.asCommandMessage(command).andMetaData(actor.metaData());
        CompletableFuture<CommandResultMessage<?>> answered = new CompletableFuture<>();
        try {
            commands.dispatch(message, (_, result) -> answered.complete(result));
            CommandResultMessage<?> result =
                    answered.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            if (result.isExceptional()) {
                Throwable cause = result.exceptionResult();
                // Whatever it was, nothing is known to be durable.
                throw Refusal.of(cause)
                        .map(refusal -> new RecordingFailed(refusal, receipt(result), cause))
                        .orElseGet(
                                () -> new RecordingFailed(FailureCode.EVIDENCE_UNAVAILABLE, cause));
            }
            return result;
        } catch (TimeoutException | ExecutionException e) {
            throw new RecordingFailed(FailureCode.EVIDENCE_UNAVAILABLE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecordingFailed(FailureCode.EVIDENCE_UNAVAILABLE, e);
        }
    }

    private static @Nullable String receipt(CommandResultMessage<?> result) {
        return (String) result.getMetaData().get(ResultMetaData.RECEIPT);
    }
}
