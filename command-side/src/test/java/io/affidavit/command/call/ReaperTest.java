package io.affidavit.command.call;

import static io.affidavit.command.call.CallFixtures.admit;
import static io.affidavit.command.call.CallFixtures.complete;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.evidence.NodeLease;
import io.affidavit.command.evidence.NodeTable;
import io.affidavit.command.evidence.RetryingCommandBus;
import io.affidavit.command.evidence.UuidV7Identifiers;
import io.affidavit.command.limit.CallHolds;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallQuery.FindOpenCalls;
import io.affidavit.schemas.call.OpenCalls;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.NodeId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaperTest {

    private static final NodeId SELF = new NodeId("0123456789abcdef");
    private static final NodeId DEAD = new NodeId("fedcba9876543210");

    @Test
    void endsOpenCallsOfDeadNodesOnceAndOnlyAfterTheReadTablesCaughtUp(@TempDir Path directory)
            throws Exception {
        try (EvidenceLogs logs = new EvidenceLogs(directory)) {
            EventStore store = logs.node();
            CommandGateway commands = commands(store);
            CallId call = new CallId(UuidV7Identifiers.next());
            commands.sendAndWait(admit(call));

            CallId bad = new CallId(UuidV7Identifiers.next()); // nobody admitted it
            OpenCalls behind =
                    new OpenCalls(
                            0,
                            List.of(
                                    new OpenCalls.OpenCall(bad, DEAD),
                                    new OpenCalls.OpenCall(call, DEAD)));
            OpenCalls caughtUp = new OpenCalls(3, behind.calls());
            CountDownLatch askedBehind = new CountDownLatch(3);
            CountDownLatch askedCaughtUp = new CountDownLatch(3);
            SimpleQueryBus queries = SimpleQueryBus.builder().build();
            queries.subscribe(
                    FindOpenCalls.class.getName(),
                    OpenCalls.class,
                    message -> {
                        askedBehind.countDown();
                        if (askedBehind.getCount() > 0) {
                            return behind;
                        }
                        askedCaughtUp.countDown();
                        return caughtUp;
                    });

            try (NodeLease lease = new NodeLease(logs.evidence(), SELF, Duration.ofMillis(1_500));
                    Reaper reaper = reaper(store, queries, commands, logs, lease)) {
                lease.start();
                reaper.start();
                assertThat(askedBehind.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(askedCaughtUp.await(60, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(logs.types(call.toString()))
                    .containsExactly(
                            "call.admitted", "guardrail.judged", "route.chosen", "call.abandoned");

            commands.sendAndWait(complete(call));
            assertThat(logs.types(call.toString())).endsWith("call.concluded_late").hasSize(5);
        }
    }

    @Test
    void endsACallOnceHoweverManyTry(@TempDir Path directory) {
        try (EvidenceLogs logs = new EvidenceLogs(directory)) {
            CommandGateway owner = commands(logs.node());
            CommandGateway first = commands(logs.node());
            CommandGateway second = commands(logs.node());
            CallId call = new CallId(UuidV7Identifiers.next());
            owner.sendAndWait(admit(call));
            AbandonCall abandon = new AbandonCall(call, Instant.now(), DEAD, Instant.now());

            first.sendAndWait(abandon);
            second.sendAndWait(abandon);
            first.sendAndWait(abandon);
            owner.sendAndWait(complete(call)); // it still remembers the call as its own

            assertThat(logs.types(call.toString()))
                    .containsExactly(
                            "call.admitted",
                            "guardrail.judged",
                            "route.chosen",
                            "call.abandoned",
                            "call.concluded_late");
        }
    }

    private static Reaper reaper(
            EventStore store,
            SimpleQueryBus queries,
            CommandGateway commands,
            EvidenceLogs logs,
            NodeLease lease) {
        return new Reaper(
                new Reaper.Means(
                        store, DefaultQueryGateway.builder().queryBus(queries).build(), commands),
                new NodeTable(logs.evidence(), lease),
                SELF,
                Clock.systemUTC());
    }

    private static CommandGateway commands(EventStore store) {
        RetryingCommandBus bus = RetryingCommandBus.create();
        CallHandlers.subscribe(bus, store, CallHolds.NONE);
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }
}
