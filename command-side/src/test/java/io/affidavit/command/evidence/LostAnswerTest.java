package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.evidence.CuttingProxy.Mode;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens when the database does not answer.
class LostAnswerTest {

    @TempDir Path directory;
    private TestLog logs;
    private CuttingProxy proxy;
    private EvidenceLog log;

    @BeforeEach
    void open() throws Exception {
        logs = new TestLog(directory);
        proxy = CuttingProxy.before(logs.database);
        log = logs.node(proxy.writer(), AppendLedger.NONE, Clock.systemUTC());
        appendOne();
    }

    @AfterEach
    void close() throws Exception {
        logs.close();
        proxy.close();
    }

    @Test
    void aBatchWhoseRequestWasLostIsWrittenAgain() {
        proxy.set(Mode.LOSE_REQUEST);
        appendOne();

        assertThat(logs.verified()).hasSize(3);
    }

    @Test
    void aBatchWhoseAnswerWasLostIsNotWrittenTwice() {
        proxy.set(Mode.LOSE_ANSWER);
        appendOne();
        appendOne();

        assertThat(logs.verified())
                .extracting(record -> record.node().sequence())
                .containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void aBatchThatIsStillUnderWayIsFencedOffBeforeItCounts() throws Exception {
        proxy.set(Mode.HOLD_APPEND);
        assertThatThrownBy(this::appendOne).hasMessageContaining("in doubt");
        proxy.awaitHeld();

        proxy.set(Mode.PASS);
        Awaitility.await().until(() -> logs.count("select fence from evidence.head") == 1);
        proxy.deliver();

        assertThat(logs.verified()).hasSize(2);
        appendOne();
        assertThat(logs.verified())
                .extracting(record -> record.node().sequence())
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void aDeadDatabaseFailsClosedAndIsFoundAgain() {
        proxy.set(Mode.DEAD);
        assertThatThrownBy(this::appendOne)
                .satisfies(thrown ->
                        assertThat(Refusal.of(thrown).orElseThrow().code())
                                .isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE));
        assertThat(logs.verified()).hasSize(2);

        proxy.set(Mode.PASS);
        appendOne();
        assertThat(logs.verified()).hasSize(3);
    }

    @Test
    void nothingAcknowledgedIsLostWhileConnectionsBreak() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CallId>> appends = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                appends.add(
                        callers.submit(() -> {
                            CallId id = Facts.newCall();
                            TestLog.append(log, Facts.refused(id, "acme"));
                            return id;
                        }));
                if (i % 60 == 30) {
                    logs.database.below().disconnectEverybody();
                }
            }
            for (Future<CallId> append : appends) {
                acknowledged.add(append.get(30, TimeUnit.SECONDS).toString());
            }
        }

        assertThat(logs.verified())
                .filteredOn(record -> record.call() != null)
                .extracting(RecordView::call)
                .containsAll(acknowledged)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatItsCallerGaveUpInTheQueueIsNeverWritten() throws Exception {
        CallId queued = Facts.newCall();
        CompletableFuture<Void> taken;
        CompletableFuture<Void> waiting;
        try (Blockade blockade = Blockade.of(logs)) {
            taken = blockade.behind(this::appendOne);
            waiting = blockade.behind(() -> TestLog.append(log, Facts.refused(queued, "acme")));
            assertThat(taken)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("in doubt");
            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("not started");
            blockade.lift();
        }
        appendOne();

        assertThat(logs.verified()).extracting(RecordView::call).doesNotContain(queued.toString());
    }

    private void appendOne() {
        TestLog.append(log, Facts.refused(Facts.newCall(), "acme"));
    }
}
