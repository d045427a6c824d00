package io.affidavit.command.call;

import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends calls whose admission became durable after the caller had been told that it did not:
/// nothing was sent upstream, and nobody else would ever conclude them while their node lives.
final class UnheardAdmissions {

    private static final Logger log = LoggerFactory.getLogger(UnheardAdmissions.class);
    private static final Metered NOTHING =
            new Metered(TokenUsage.NONE, UsageSource.NONE, null, null);
    private static final Timings UNKNOWN = new Timings(0, null, 0);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 30;

    private final CommandGateway commands;
    private final Clock clock;

    UnheardAdmissions(CommandGateway commands, Clock clock) {
        this.commands = commands;
        this.clock = clock;
    }

    /// Ends the call if the event admitted one.
    void conclude(EventMessage<?> event) {
        if (!(event.getPayload() instanceof CallAdmitted admitted)) {
            return;
        }
        FailCall fail =
                new FailCall(
                        admitted.callId(),
                        clock.instant(),
                        FailureCode.EVIDENCE_UNAVAILABLE,
                        0,
                        NOTHING,
                        UNKNOWN,
                        List.of());
        for (int attempt = 1; !isEnded(fail, attempt == ATTEMPTS); attempt++) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// Whether nothing is left to be tried.
    private boolean isEnded(FailCall fail, boolean last) {
        try {
            commands.sendAndWait(
                    GenericCommandMessage.asCommandMessage(fail)
                            .withMetaData(Actor.SYSTEM.metaData()));
            log.atInfo().addKeyValue("callId", fail.callId()).log("unheard admission ended");
            return true;
        } catch (RuntimeException e) {
            boolean passing =
                    Refusal.of(e)
                            .filter(why -> why.code() == FailureCode.EVIDENCE_UNAVAILABLE)
                            .isPresent();
            if (passing && !last) {
                return false;
            }
            log.atWarn()
                    .addKeyValue("callId", fail.callId())
                    .log("unheard admission stays open until this node ends: {}", e.getMessage());
            return true;
        }
    }
}
