package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.evidence.AppendLedger.Ruling;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a batch does when one of its appends, or the database, is not in order.
class FailedBatchTest {

    @TempDir Path directory;
    private TestLog logs;

    @BeforeEach
    void open() {
        logs = new TestLog(directory);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void aConflictFailsAlone() throws Exception {
        EvidenceLog log = logs.node();
        CallId known = Facts.newCall();
        TestLog.append(log, Facts.refused(known, "acme"));

        List<CompletableFuture<Void>> good = new ArrayList<>();
        CompletableFuture<Void> bad;
        CompletableFuture<Void> gap;
        try (Blockade blockade = Blockade.of(logs)) {
            good.add(blockade.behind(() -> appendOne(log, "acme")));
            bad = blockade.behind(() -> TestLog.append(log, Facts.refused(known, "acme")));
            gap = blockade.behind(() -> TestLog.append(log, Facts.refused(known, 2, "acme")));
            for (int i = 0; i < 10; i++) {
                good.add(blockade.behind(() -> appendOne(log, "globex")));
            }
            blockade.lift();
        }

        for (CompletableFuture<Void> append : good) {
            append.get(10, TimeUnit.SECONDS);
        }
        assertThat(bad)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(ConcurrencyException.class);
        assertThat(gap)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(ConcurrencyException.class);
        assertThat(logs.verified()).hasSize(2 + good.size());
    }

    /// Few appends travel as arrays, many by `COPY`.
    @ParameterizedTest
    @ValueSource(ints = {8, 60})
    void onlyThePoisonedAppendFails(int around) throws Exception {
        EvidenceLog log = logs.node();
        logs.database
                .below()
                .execute(
                        "alter table evidence.record add constraint poison"
                                + " check (org is distinct from 'poison')");

        List<CompletableFuture<Void>> good = new ArrayList<>();
        CompletableFuture<Void> bad;
        try (Blockade blockade = Blockade.of(logs)) {
            for (int i = 0; i < around; i++) {
                good.add(blockade.behind(() -> appendOne(log, "acme")));
            }
            bad = blockade.behind(() -> appendOne(log, "poison"));
            for (int i = 0; i < around; i++) {
                good.add(blockade.behind(() -> appendOne(log, "acme")));
            }
            blockade.lift();
        }

        for (CompletableFuture<Void> append : good) {
            append.get(10, TimeUnit.SECONDS);
        }
        assertThat(bad).failsWithin(Duration.ofSeconds(10));
        assertThat(logs.verified()).hasSize(1 + good.size());
    }

    @Test
    void aFullDiskFailsClosedAndIsForgottenWhenItIsOver() {
        EvidenceLog log = logs.node();
        appendOne(log, "acme");
        logs.database
                .below()
                .execute(
                        "create function evidence.full() returns trigger language plpgsql as $$"
                                + " begin raise exception 'no space' using errcode = '53100';"
                                + " end $$",
                        "create trigger full_disk before insert on evidence.record"
                                + " for each row execute function evidence.full()");

        assertThatThrownBy(() -> appendOne(log, "acme"))
                .satisfies(thrown -> assertUnavailable(thrown));
        assertThat(logs.verified()).hasSize(2);

        logs.database.below().execute("drop trigger full_disk on evidence.record");
        appendOne(log, "acme");
        assertThat(logs.verified()).hasSize(3);
    }

    @Test
    void aRefusalIsWrittenInPlaceOfWhatItRefuses() {
        AppendLedger gate =
                (connection, at, appends) ->
                        append ->
                                append.facts().getFirst() instanceof CallRefused call
                                                && call.organization().value().equals("broke")
                                        ? new Ruling.Refused(
                                                "refusals",
                                                new Refusal(
                                                        FailureCode.INSUFFICIENT_QUOTA,
                                                        "",
                                                        1L,
                                                        List.of()))
                                        : Ruling.Booked.SILENT;
        EvidenceLog log = logs.node(logs.database.writer(), gate, Clock.systemUTC());

        assertThatThrownBy(() -> appendOr(log, "broke"))
                .satisfies(thrown ->
                        assertThat(Refusal.of(thrown))
                                .contains(
                                        new Refusal(
                                                FailureCode.INSUFFICIENT_QUOTA,
                                                "",
                                                1L,
                                                List.of())));
        appendOr(log, "acme");

        assertThat(logs.verified().subList(1, 3))
                .extracting(record -> new String(record.data(), StandardCharsets.UTF_8))
                .satisfiesExactly(
                        data -> assertThat(data).contains("\"organization\":\"refusals\""),
                        data -> assertThat(data).contains("\"organization\":\"acme\""));
    }

    @Test
    void aClockBehindTheLogIsNotBelieved() {
        EvidenceLog log = logs.node();
        appendOne(log, "acme");
        EvidenceLog late =
                logs.node(
                        logs.database.writer(),
                        AppendLedger.NONE,
                        Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));

        assertThatThrownBy(() -> appendOne(late, "acme")).satisfies(e -> assertUnavailable(e));
        assertThat(logs.verified()).hasSize(2);
    }

    private static void appendOne(EvidenceLog log, String organization) {
        TestLog.append(log, Facts.refused(Facts.newCall(), organization));
    }

    private static void appendOr(EvidenceLog log, String organization) {
        CallId call = Facts.newCall();
        DomainEventMessage<?> wanted = Facts.refused(call, organization);
        DefaultUnitOfWork.startAndGet(GenericCommandMessage.asCommandMessage("append"))
                .executeWithResult(() -> {
                    log.store().publish(wanted);
                    AppendAlternative.stage(reason ->
                            (DomainEvent) Facts.refused(call, (String) reason).getPayload());
                    return null;
                })
                .getPayload();
    }

    private static void assertUnavailable(Throwable thrown) {
        assertThat(Refusal.of(thrown).orElseThrow().code())
                .isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE);
    }
}
