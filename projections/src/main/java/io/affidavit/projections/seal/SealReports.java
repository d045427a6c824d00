package io.affidavit.projections.seal;

import io.affidavit.schemas.evidence.EvidenceCommand;
import io.affidavit.schemas.evidence.EvidenceCommand.RecordHeartbeat;
import io.affidavit.schemas.evidence.EvidenceCommand.ReportTampering;
import io.affidavit.schemas.evidence.LedgerTamperDetected;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has put on record what the sealer has to say.
public final class SealReports {

    private static final Logger log = LoggerFactory.getLogger(SealReports.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int TEXT_MAX = 300;

    private final Supplier<CommandBus> commands;

    /// @param commands asked for when something is to be said: the log is open by then
    public SealReports(Supplier<CommandBus> commands) {
        this.commands = commands;
    }

    /// Says that nothing was appended for so long.
    ///
    /// @return whether it is on record
    boolean quiet(Duration silence) {
        return send(new RecordHeartbeat(UUID.randomUUID().toString(), silence.toSeconds()));
    }

    /// Says what contradicts; once for the same finding, whoever finds it.
    ///
    /// @param ordinal of the open log
    /// @return whether it is on record
    boolean tampering(int ordinal, Finding finding) {
        String kind = finding.kind().word();
        return send(
                new ReportTampering(
                        (finding.ended() == null ? ordinal : finding.ended())
                                + "/"
                                + kind
                                + "/"
                                + finding.position(),
                        new LedgerTamperDetected(
                                kind,
                                finding.kind().code(),
                                finding.ended(),
                                finding.position(),
                                plain(finding.found()),
                                plain(finding.expected()))));
    }

    private boolean send(EvidenceCommand command) {
        CommandMessage<EvidenceCommand> message =
                GenericCommandMessage.<EvidenceCommand>asCommandMessage(command)
                        .andMetaData(Actor.SYSTEM.metaData());
        CompletableFuture<CommandResultMessage<?>> answered = new CompletableFuture<>();
        try {
            commands.get().dispatch(message, (_, result) -> answered.complete(result));
            CommandResultMessage<?> result =
                    answered.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            if (!result.isExceptional()) {
                return true;
            }
            Throwable failure = result.exceptionResult();
            if (Refusal.of(failure).filter(it -> it.code() == FailureCode.CONFLICT).isPresent()) {
                return true; // said before
            }
            log.warn("not recorded: {}", failure.getMessage());
        } catch (TimeoutException | ExecutionException e) {
            log.warn("not recorded: {}", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /// What a forger wrote into a record must not reach another one as it is.
    private static String plain(String text) {
        String ascii = text.replaceAll("[^ -~]|[\"\\\\]", "?");
        return ascii.length() > TEXT_MAX ? ascii.substring(0, TEXT_MAX) : ascii;
    }
}
