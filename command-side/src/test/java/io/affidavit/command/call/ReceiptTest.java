package io.affidavit.command.call;

import static io.affidavit.command.call.CallFixtures.admit;
import static io.affidavit.command.call.CallFixtures.complete;
import static io.affidavit.command.call.CallFixtures.fail;
import static io.affidavit.command.call.CallFixtures.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.evidence.EvidenceLog;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.evidence.ReceiptKey;
import io.affidavit.command.evidence.RetryingCommandBus;
import io.affidavit.command.evidence.UuidV7Identifiers;
import io.affidavit.command.limit.CallHolds;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallCommand.CoalesceRefusals;
import io.affidavit.schemas.call.CallQuery.FindReceipt;
import io.affidavit.schemas.call.CallReceipt;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.serial.ResultMetaData;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NodeId;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class ReceiptTest {

    private EvidenceLogs logs;
    private EvidenceLog log;
    private RetryingCommandBus bus;
    private ReceiptKey key;

    @BeforeEach
    void start(@TempDir Path directory) {
        logs = new EvidenceLogs(directory);
        log = logs.start();
        bus = bus(log);
        key = new ReceiptKey(logs.evidence());
    }

    @AfterEach
    void stop() {
        logs.close();
    }

    @Test
    void vouchesForTheRecordThatEndsACall() throws Exception {
        CallId completed = newCall();
        assertThat(receipt(admit(completed))).isNull();
        assertVouches(receipt(complete(completed)), "call.completed", completed);

        CallId failed = newCall();
        assertThat(receipt(admit(failed))).isNull();
        assertThat(receipt(CallFixtures.failAttempt(failed, 1))).isNull();
        assertVouches(receipt(fail(failed)), "call.failed", failed);

        CallId refused = newCall();
        assertVouches(receipt(refuse(refused)), "call.refused", refused);
    }

    @Test
    void vouchesForRefusalsThatWereCounted() throws Exception {
        CoalesceRefusals counted =
                new CoalesceRefusals(
                        CallFixtures.caller(CallFixtures.ACME).key(),
                        CallFixtures.ACME,
                        FailureCode.MODEL_NOT_FOUND,
                        7,
                        CallFixtures.NOW,
                        CallFixtures.NOW);
        bus.subscribe(
                CoalesceRefusals.class.getName(),
                message -> {
                    new RefusalsHandler(log.store())
                            .handle((CoalesceRefusals) message.getPayload());
                    return null;
                });

        assertThat(key.checked(present(receipt(counted))).type()).isEqualTo("refusals.coalesced");
    }

    @Test
    void isNotGivenForWhatIsNotDurable() {
        CallId call = newCall();
        receipt(admit(call));
        logs.failAppends(true);

        CommandResultMessage<?> result = send(bus, complete(call));

        assertThat(result.isExceptional()).isTrue();
        assertThat(result.getMetaData()).doesNotContainKey(ResultMetaData.RECEIPT);
    }

    @Test
    void isNotGivenTwiceNorForWhatConcludesLate() {
        CallId call = newCall();
        receipt(admit(call));
        receipt(complete(call));
        assertThat(receipt(complete(call))).isNull();

        CallId late = newCall();
        receipt(admit(late));
        NodeId dead = new NodeId("deadnode00000000");
        receipt(new AbandonCall(late, CallFixtures.NOW, dead, CallFixtures.NOW));
        assertThat(receipt(complete(late))).isNull();
        assertThat(logs.types(late.toString())).endsWith("call.concluded_late");
        assertThat(issued(late)).isNull();
    }

    @Test
    void isGivenByTheSecondTryAfterALostRace() throws Exception {
        RetryingCommandBus other = bus(logs.start());
        CallId call = newCall();
        receipt(admit(call));
        send(other, CallFixtures.failAttempt(call, 1));

        assertVouches(receipt(complete(call)), "call.completed", call);
    }

    @Test
    void isIssuedAgainFromTheRecord() {
        CallId call = newCall();
        receipt(admit(call));
        assertThat(issued(call)).isNull();
        String first = present(receipt(complete(call)));

        CallReceipt again = issued(call);

        assertThat(again).isNotNull();
        assertThat(again.receipt()).isEqualTo(first);
        assertThat(again.callId()).isEqualTo(call);
        assertThat(first).contains(";pos=" + again.position() + ";");
        assertThat(issued(newCall())).isNull();
    }

    @Test
    void isNotIssuedForARecordThatWasChanged() {
        CallId call = newCall();
        receipt(admit(call));
        receipt(complete(call));
        new JdbcTemplate(logs.superuser())
                .execute(
                        "alter table evidence.record disable trigger record_append_only;"
                                + " update evidence.record set leaf = sha256(leaf)"
                                + " where type = 'call.completed'");

        assertThatThrownBy(() -> issued(call))
                .satisfies(thrown ->
                        assertThat(Refusal.of(thrown).orElseThrow().code())
                                .isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE))
                .hasMessageContaining("contradicts its record");
    }

    private void assertVouches(@Nullable String receipt, String type, CallId call)
            throws Exception {
        RecordView record = key.checked(present(receipt));
        assertThat(record.type()).isEqualTo(type);
        assertThat(record.call()).isEqualTo(call.toString());
    }

    private @Nullable CallReceipt issued(CallId call) {
        return new ReceiptQueryHandler(log).handle(new FindReceipt(call));
    }

    private @Nullable String receipt(Object command) {
        return (String) send(bus, command).getMetaData().get(ResultMetaData.RECEIPT);
    }

    private static CommandResultMessage<?> send(RetryingCommandBus bus, Object command) {
        AtomicReference<CommandResultMessage<?>> answer = new AtomicReference<>();
        bus.dispatch(
                GenericCommandMessage.asCommandMessage(command),
                (sent, result) -> answer.set(result));
        return answer.get();
    }

    private static RetryingCommandBus bus(EvidenceLog log) {
        RetryingCommandBus bus = RetryingCommandBus.create();
        CallHandlers.subscribe(bus, log.store(), CallHolds.NONE);
        return bus;
    }

    private static CallId newCall() {
        return new CallId(UuidV7Identifiers.next());
    }

    private static String present(@Nullable String receipt) {
        assertThat(receipt).isNotNull();
        return receipt;
    }
}
