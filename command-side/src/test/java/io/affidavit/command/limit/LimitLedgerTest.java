package io.affidavit.command.limit;

import static io.affidavit.command.limit.LimitNode.newCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.evidence.ReceiptKey;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.serial.ResultMetaData;
import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NodeId;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.commandhandling.CommandResultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitLedgerTest {

    private static final int CALLERS = 150;
    private static final int ROOM = 10;

    private EvidenceLogs logs;

    @BeforeEach
    void start(@TempDir Path directory) {
        logs = new EvidenceLogs(directory);
    }

    @AfterEach
    void stop() {
        logs.close();
    }

    private LimitNode node() {
        return new LimitNode(logs, Clock.systemUTC());
    }

    @ParameterizedTest
    @EnumSource(LimitScopeKind.class)
    void admitsExactlyWhatFitsWhoeverAsksWhere(LimitScopeKind kind) throws Exception {
        List<LimitNode> nodes = List.of(node(), node(), node());
        nodes.getFirst().set(1, kind, LimitUnit.REQUESTS, LimitWindow.DAY, ROOM);
        for (LimitScopeKind other : LimitScopeKind.values()) {
            if (other != kind) {
                nodes.getLast().set(2, other, LimitUnit.REQUESTS, LimitWindow.DAY, CALLERS);
                break;
            }
        }

        List<Optional<Refusal>> outcomes = race(nodes);

        assertThat(outcomes.stream().filter(Optional::isEmpty)).hasSize(ROOM);
        assertThat(outcomes.stream().flatMap(Optional::stream))
                .allMatch(refusal -> refusal.code() == FailureCode.INSUFFICIENT_QUOTA);
        assertThat(logs.verified().stream().filter(r -> r.type().equals("call.admitted")))
                .hasSize(ROOM);
        assertThat(Accounts.stored(logs)).isEqualTo(Accounts.folded(logs.verified()));
    }

    @Test
    void givesAReceiptForTheRecordOfARefusal() throws Exception {
        LimitNode node = node();
        node.set(1, LimitScopeKind.KEY, LimitUnit.REQUESTS, LimitWindow.DAY, 1);
        CommandResultMessage<?> admitted = node.result(LimitNode.admission(newCall()));
        CallId call = newCall();
        CommandResultMessage<?> refused = node.result(LimitNode.admission(call));

        assertThat(admitted.getMetaData()).doesNotContainKey(ResultMetaData.RECEIPT);
        assertThat(refused.isExceptional()).isTrue();
        RecordView record =
                new ReceiptKey(logs.evidence())
                        .checked((String) refused.getMetaData().get(ResultMetaData.RECEIPT));
        assertThat(record.type()).isEqualTo("call.refused");
        assertThat(record.call()).isEqualTo(call.toString());
    }

    @Test
    void saysOnRecordWhichLimitHadNoRoom() {
        LimitNode node = node();
        node.set(2, LimitScopeKind.TEAM, LimitUnit.TOKENS, LimitWindow.MINUTE, 400);
        assertThat(node.admit(newCall())).isEmpty();
        node.set(1, LimitScopeKind.KEY, LimitUnit.TOKENS, LimitWindow.TOTAL, 100);
        CallId call = newCall();

        Refusal refusal = node.admit(call).orElseThrow();

        assertThat(refusal.message()).contains("Limit lim_0000000000000001 of 100 tokens");
        CallRefused refused =
                logs.verified().stream()
                        .filter(record -> call.toString().equals(record.call()))
                        .map(record ->
                                (CallRefused)
                                        EventSerializer.read(
                                                record.type(), "2", record.data(), List.of()))
                        .findFirst()
                        .orElseThrow();
        assertThat(refused.limit().limit()).isEqualTo(LimitNode.limit(1));
        assertThat(refused.limit().needed()).isEqualTo(300);
        assertThat(refused.failure()).isEqualTo(FailureCode.INSUFFICIENT_QUOTA);
    }

    @Test
    void settlesWhatWasUsedAndFreesTheRest() {
        LimitNode node = node();
        node.set(1, LimitScopeKind.ORGANIZATION, LimitUnit.TOKENS, LimitWindow.TOTAL, 400);
        CallId call = newCall();

        assertThat(node.admit(call)).isEmpty();
        assertThat(node.admit(newCall())).isPresent();
        assertThat(node.send(CallFixtures.complete(call, List.of()))).isEmpty();
        assertThat(node.admit(newCall())).isEmpty();

        long used = CallFixtures.USAGE.total();
        assertThat(Accounts.stored(logs).values()).containsExactly(new Cells.Cell(used, 300));
    }

    @Test
    void holdsParallelCallsUntilTheyEnd() {
        LimitNode node = node();
        node.set(1, LimitScopeKind.KEY, LimitUnit.PARALLEL, LimitWindow.TOTAL, 1);
        CallId call = newCall();

        assertThat(node.admit(call)).isEmpty();
        assertThat(node.admit(newCall()).map(Refusal::code))
                .contains(FailureCode.RATE_LIMIT_EXCEEDED);
        assertThat(node.send(CallFixtures.complete(call, List.of()))).isEmpty();
        assertThat(node.admit(newCall())).isEmpty();
    }

    @Test
    void freesWhatADeadNodeHeld() {
        LimitNode dead = node();
        dead.set(1, LimitScopeKind.PROJECT, LimitUnit.USD, LimitWindow.MONTH, 1_500);
        CallId call = newCall();
        assertThat(dead.admit(call)).isEmpty();
        LimitNode other = node();
        assertThat(other.admit(newCall())).isPresent();

        assertThat(
                        other.send(
                                new AbandonCall(
                                        call,
                                        Instant.now(),
                                        new NodeId("node000000000000"),
                                        Instant.now())))
                .isEmpty();

        assertThat(other.admit(newCall())).isEmpty();
        assertThat(Accounts.stored(logs)).isEqualTo(Accounts.folded(logs.verified()));
    }

    @Test
    void reportsEachThresholdAsItIsCrossed() {
        LimitNode node = node();
        node.set(1, LimitScopeKind.KEY, LimitUnit.REQUESTS, LimitWindow.TOTAL, 4);

        for (int i = 0; i < 5; i++) {
            node.admit(newCall());
        }

        assertThat(node.crossings).extracting(Crossing::percent).containsExactly(50, 100);
        assertThat(node.crossings).extracting(Crossing::used).containsExactly(2L, 4L);
    }

    @Test
    void saysWhatTheRecordsSayWhateverHappens() {
        List<LimitNode> nodes = List.of(node(), node());
        nodes.getFirst()
                .set(1, LimitScopeKind.ORGANIZATION, LimitUnit.TOKENS, LimitWindow.DAY, 9_000);
        nodes.getFirst().set(2, LimitScopeKind.TEAM, LimitUnit.USD, LimitWindow.TOTAL, 90_000);
        nodes.getFirst().set(3, LimitScopeKind.KEY, LimitUnit.REQUESTS, LimitWindow.MINUTE, 60);
        nodes.getFirst().set(4, LimitScopeKind.ALIAS, LimitUnit.PARALLEL, LimitWindow.TOTAL, 7);
        Seeds.check(1, random -> play(nodes, random));

        assertThat(Accounts.stored(logs)).isEqualTo(Accounts.folded(logs.verified()));
    }

    @Test
    void keepsNoAccountOfALimitThatEndsInTheSameBatch() throws Exception {
        LimitNode node = node();
        node.set(1, LimitScopeKind.KEY, LimitUnit.TOKENS, LimitWindow.TOTAL, 900);
        CallId call = newCall();
        assertThat(node.admit(call)).isEmpty();
        CallAbandoned ended =
                new CallAbandoned(
                        call,
                        Instant.now(),
                        new NodeId("node000000000000"),
                        Instant.now(),
                        List.of(new Booking(LimitNode.limit(1), LimitUnit.TOKENS, 7)));
        LimitRemoved removed =
                new LimitRemoved(
                        LimitNode.limit(1), CallFixtures.ACME, CallFixtures.POLICY, List.of());
        FullLimits full = new FullLimits(Clock.systemUTC(), System::nanoTime);
        LimitLedger ledger = new LimitLedger(node.directory(), full, LimitNews.NONE);
        try (Connection connection = logs.evidence().getConnection()) {
            AppendLedger.Page page =
                    ledger.open(connection, Instant.now(), List.of(alone(ended), alone(removed)));
            page.book(alone(ended));
            assertThat(page.accounts()).hasSize(1);

            page.book(alone(removed));

            assertThat(page.accounts()).isEmpty();
        }
    }

    private static AppendLedger.Proposal alone(DomainEvent fact) {
        return new AppendLedger.Proposal(List.of(fact), List.of());
    }

    private static void play(List<LimitNode> nodes, SplittableRandom random) {
        List<CallId> open = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            LimitNode node = nodes.get(random.nextInt(2));
            if (open.isEmpty() || random.nextInt(5) > 1) {
                CallId call = newCall();
                if (node.admit(call).isEmpty()) {
                    open.add(call);
                }
            } else {
                CallId call = open.remove(random.nextInt(open.size()));
                node.send(
                        random.nextBoolean()
                                ? CallFixtures.complete(call, List.of())
                                : CallFixtures.fail(call));
            }
        }
    }

    private static List<Optional<Refusal>> race(List<LimitNode> nodes) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(CALLERS);
        List<Future<Optional<Refusal>>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                LimitNode node = nodes.get(i % nodes.size());
                calls.add(
                        threads.submit(() -> {
                            barrier.await();
                            return node.admit(newCall());
                        }));
            }
        }
        List<Optional<Refusal>> outcomes = new ArrayList<>();
        for (Future<Optional<Refusal>> call : calls) {
            outcomes.add(call.get());
        }
        return outcomes;
    }
}
