package io.affidavit.command.limit;

import static io.affidavit.command.limit.LimitNode.newCall;
import static io.affidavit.command.limit.TwoDeployments.FIRST;
import static io.affidavit.command.limit.TwoDeployments.SECOND;
import static io.affidavit.command.limit.TwoDeployments.USED;
import static io.affidavit.command.limit.TwoDeployments.abandon;
import static io.affidavit.command.limit.TwoDeployments.admission;
import static io.affidavit.command.limit.TwoDeployments.admit;
import static io.affidavit.command.limit.TwoDeployments.failed;
import static io.affidavit.command.limit.TwoDeployments.first;
import static io.affidavit.command.limit.TwoDeployments.left;
import static io.affidavit.command.limit.TwoDeployments.scopeOf;
import static io.affidavit.command.limit.TwoDeployments.second;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.NextAttempt;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits of deployments: the writer sends a call to the first one that has room.
class DeploymentLimitsTest {

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

    @Test
    void takesTheNextWhereTheFirstIsFull() {
        LimitNode node = node();
        node.set(1, scopeOf(FIRST), LimitUnit.PARALLEL, LimitWindow.TOTAL, 1);
        CallId here = newCall();
        CallId there = newCall();

        assertThat(admit(node, here).instead()).isEmpty();
        assertThat(admit(node, there).instead()).containsExactly(second());

        assertThat(route(here).choice()).isEqualTo(first());
        assertThat(route(there).choice()).isEqualTo(second());
        assertThat(RouteChooser.follows(route(there).choice())).isTrue();
        assertThat(node.send(CallFixtures.complete(here, List.of()))).isEmpty();
        assertThat(admit(node, newCall()).instead()).isEmpty(); // there is room again
        assertAccountsFollow();
    }

    @Test
    void refusesWhatFitsNowhereByTheLimitThatHasRoomFirst() {
        LimitNode node = node();
        node.set(1, scopeOf(FIRST), LimitUnit.REQUESTS, LimitWindow.DAY, 1);
        node.set(2, scopeOf(SECOND), LimitUnit.REQUESTS, LimitWindow.MINUTE, 1);
        node.set(3, LimitScopeKind.KEY, LimitUnit.TOKENS, LimitWindow.TOTAL, 9_000);
        admit(node, newCall());
        admit(node, newCall());
        CallId call = newCall();

        Refusal refusal = node.send(admission(call)).orElseThrow();

        assertThat(refusal.code()).isEqualTo(FailureCode.RATE_LIMIT_EXCEEDED);
        assertThat(refusal.retryAfterMillis()).isBetween(1L, 61_000L);
        CallRefused refused = (CallRefused) facts(call).getFirst();
        assertThat(refused.limit().limit()).isEqualTo(LimitNode.limit(2));
        assertThat(facts(call)).hasSize(1);
        assertThat(node.exhaustions)
                .extracting(each -> each.exceeded().limit())
                .contains(LimitNode.limit(1), LimitNode.limit(2));
        assertThat(node.send(admission(newCall()))).isPresent(); // from memory, too
        assertAccountsFollow();
    }

    @Test
    void judgesTheChainBeforeAnyDeployment() {
        LimitNode node = node();
        node.set(1, scopeOf(FIRST), LimitUnit.PARALLEL, LimitWindow.TOTAL, 1);
        node.set(2, LimitScopeKind.KEY, LimitUnit.PARALLEL, LimitWindow.TOTAL, 1);
        admit(node, newCall());
        CallId call = newCall();

        assertThat(node.send(admission(call))).isPresent();

        assertThat(((CallRefused) facts(call).getFirst()).limit().limit())
                .isEqualTo(LimitNode.limit(2));
    }

    @Test
    void movesTheHoldWithTheAttempt() {
        LimitNode node = node();
        node.set(1, scopeOf(FIRST), LimitUnit.TOKENS, LimitWindow.TOTAL, 1_000);
        node.set(2, scopeOf(SECOND), LimitUnit.TOKENS, LimitWindow.TOTAL, 1_000);
        node.set(3, scopeOf(SECOND), LimitUnit.PARALLEL, LimitWindow.TOTAL, 1);
        CallId call = newCall();
        admit(node, call);

        NextAttempt next = (NextAttempt) node.result(failed(call, second())).getPayload();

        assertThat(next.instead()).isEmpty();
        AttemptFailed failed = (AttemptFailed) facts(call).get(3);
        assertThat(failed.settled().getFirst().amount()).isEqualTo(USED.total());
        assertThat(((RouteChosen) facts(call).get(4)).holds()).hasSize(2);
        assertAccountsFollow();
        assertThat(node.send(CallFixtures.complete(call, List.of()))).isEmpty();
        assertThat(Accounts.stored(logs).values())
                .containsExactly(
                        new Cells.Cell(USED.total(), 0),
                        new Cells.Cell(CallFixtures.USAGE.total(), 0),
                        new Cells.Cell(0, 0));
        assertAccountsFollow();
    }

    @Test
    void saysThatNoAttemptFollowsWhereAllThatIsLeftIsFull() {
        LimitNode node = node();
        node.set(1, scopeOf(SECOND), LimitUnit.PARALLEL, LimitWindow.TOTAL, 1);
        node.set(2, scopeOf(FIRST), LimitUnit.REQUESTS, LimitWindow.TOTAL, 5);
        CallId other = newCall();
        assertThat(node.send(LimitNode.admission(other, second(), List.of()))).isEmpty();
        CallId call = newCall();
        admit(node, call);

        Refusal refusal = node.send(failed(call, second())).orElseThrow();

        assertThat(refusal.code()).isEqualTo(FailureCode.RATE_LIMIT_EXCEEDED);
        AttemptFailed failed = (AttemptFailed) facts(call).getLast();
        assertThat(failed.limit().limit()).isEqualTo(LimitNode.limit(1));
        assertThat(failed.settled().getFirst().amount()).isEqualTo(1);
        assertThat(node.send(CallFixtures.fail(call))).isEmpty();
        assertThat(node.send(CallFixtures.complete(other, List.of()))).isEmpty();
        assertAccountsFollow();
    }

    @Test
    void freesWhatADeadNodeHeldAndSettlesWhatItSaysLate() {
        LimitNode dead = node();
        dead.set(1, scopeOf(FIRST), LimitUnit.TOKENS, LimitWindow.DAY, 300);
        dead.set(2, scopeOf(FIRST), LimitUnit.REQUESTS, LimitWindow.DAY, 2);
        CallId call = newCall();
        admit(dead, call);
        LimitNode other = node();
        assertThat(other.send(abandon(call))).isEmpty();
        assertAccountsFollow();

        assertThat(admit(other, newCall()).instead()).isEmpty();
        assertThat(dead.send(CallFixtures.complete(call, List.of()))).isEmpty();

        assertThat(Accounts.stored(logs).values())
                .containsExactly(
                        new Cells.Cell(CallFixtures.USAGE.total(), 300), new Cells.Cell(1, 1));
        assertAccountsFollow();
    }

    @Test
    void sendsExactlyAsManyToADeploymentAsItHasRoomFor() throws Exception {
        List<LimitNode> nodes = List.of(node(), node());
        nodes.getFirst().set(1, scopeOf(FIRST), LimitUnit.REQUESTS, LimitWindow.DAY, 10);
        CyclicBarrier barrier = new CyclicBarrier(100);
        List<Future<Admission>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                LimitNode node = nodes.get(i % 2);
                calls.add(
                        threads.submit(() -> {
                            barrier.await();
                            return admit(node, newCall());
                        }));
            }
        }
        int first = 0;
        for (Future<Admission> call : calls) {
            first += call.get().instead().isEmpty() ? 1 : 0;
        }

        assertThat(first).isEqualTo(10);
        assertThat(
                        logs.verified().stream()
                                .map(record -> event(record.type(), record.rev(), record.data()))
                                .filter(RouteChosen.class::isInstance)
                                .filter(each ->
                                        FIRST.equals(((RouteChosen) each).choice().chosen())))
                .hasSize(10);
        assertAccountsFollow();
    }

    @Test
    void saysWhatTheRecordsSayWhateverHappens() {
        List<LimitNode> nodes = List.of(node(), node());
        nodes.getFirst().set(1, scopeOf(FIRST), LimitUnit.TOKENS, LimitWindow.DAY, 9_000);
        nodes.getFirst().set(2, scopeOf(FIRST), LimitUnit.PARALLEL, LimitWindow.TOTAL, 3);
        nodes.getFirst().set(3, scopeOf(SECOND), LimitUnit.REQUESTS, LimitWindow.HOUR, 60);
        nodes.getFirst().set(4, LimitScopeKind.TEAM, LimitUnit.PARALLEL, LimitWindow.TOTAL, 9);
        Seeds.check(1, random -> play(nodes, random));

        assertAccountsFollow();
    }

    private static void play(List<LimitNode> nodes, SplittableRandom random) {
        List<CallId> open = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            LimitNode node = nodes.get(random.nextInt(2));
            if (open.isEmpty() || random.nextInt(5) > 2) {
                CallId call = newCall();
                if (node.send(admission(call)).isEmpty()) {
                    open.add(call);
                }
                continue;
            }
            CallId call = open.get(random.nextInt(open.size()));
            switch (random.nextInt(5)) {
                case 0 -> node.send(failed(call, first(), List.of(second())));
                case 1 -> node.send(abandon(call)); // and concluded late, perhaps
                case 2 -> {
                    open.remove(call);
                    node.send(CallFixtures.fail(call));
                }
                case 3 -> {
                    open.remove(call);
                    node.send(left(call));
                }
                default -> {
                    open.remove(call);
                    node.send(CallFixtures.complete(call, List.of()));
                }
            }
        }
    }

    private void assertAccountsFollow() {
        assertThat(Accounts.stored(logs)).isEqualTo(Accounts.folded(logs.verified()));
    }

    private RouteChosen route(CallId call) {
        return (RouteChosen) facts(call).get(2);
    }

    private List<DomainEvent> facts(CallId call) {
        return logs.verified().stream()
                .filter(record -> call.toString().equals(record.call()))
                .map(record -> event(record.type(), record.rev(), record.data()))
                .toList();
    }

    private static DomainEvent event(String type, int revision, byte[] data) {
        return EventSerializer.read(type, Integer.toString(revision), data, List.of());
    }
}
