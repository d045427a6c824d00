package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.EvidenceCommand.RecordHeartbeat;
import io.affidavit.schemas.evidence.EvidenceCommand.ReportTampering;
import io.affidavit.schemas.evidence.LedgerTamperDetected;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the sealer says is put on record, findings once.
class EvidenceHandlerTest {

    private static final LedgerTamperDetected FINDING =
            new LedgerTamperDetected("leaf", 30, null, 605, "ab", "cd");

    @TempDir Path directory;
    private TestLog logs;
    private RetryingCommandBus bus;

    @BeforeEach
    void open() {
        logs = new TestLog(directory);
        bus = RetryingCommandBus.create();
        new AnnotationCommandHandlerAdapter<>(new EvidenceHandler(logs.node().store()))
                .subscribe(bus);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void recordsEachHeartbeat() {
        assertThat(send(new RecordHeartbeat("a", 60)).isExceptional()).isFalse();
        assertThat(send(new RecordHeartbeat("b", 60)).isExceptional()).isFalse();
        assertThat(logs.verified())
                .extracting(RecordView::type)
                .containsExactly("log.opened", "log.heartbeat", "log.heartbeat");
    }

    @Test
    void recordsAFindingOnce() {
        assertThat(send(new ReportTampering("0/leaf/605", FINDING)).isExceptional()).isFalse();
        CommandResultMessage<?> again = send(new ReportTampering("0/leaf/605", FINDING));
        assertThat(Refusal.of(again.exceptionResult()).map(Refusal::code))
                .contains(FailureCode.CONFLICT);
        assertThat(logs.verified())
                .extracting(RecordView::type)
                .containsExactly("log.opened", "ledger_tamper.detected");
    }

    private CommandResultMessage<?> send(Object command) {
        AtomicReference<@Nullable CommandResultMessage<?>> answer = new AtomicReference<>();
        bus.dispatch(
                GenericCommandMessage.asCommandMessage(command), (_, result) -> answer.set(result));
        CommandResultMessage<?> result = answer.get();
        assertThat(result).isNotNull();
        return result;
    }
}
