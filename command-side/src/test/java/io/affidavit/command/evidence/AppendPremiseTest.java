package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.OrganizationId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A premise about many stories holds on any number of nodes or its append is not made.
class AppendPremiseTest {

    private static final String REGISTERED = "organization.registered";
    private static final int ROUNDS = 15;

    @TempDir Path directory;

    @Test
    void failsWhatAnotherNodeHasContradicted() {
        try (TestLog logs = new TestLog(directory)) {
            EvidenceLog one = logs.node();
            EvidenceLog other = logs.node();
            register(one, "acme", "x", -1);
            long seen = logs.count("select max(pos) from evidence.record");

            assertThatThrownBy(() -> register(other, "acne", "ac", -1))
                    .isInstanceOf(ConcurrencyException.class);
            assertThatCode(() -> register(other, "acne", "ac", seen)).doesNotThrowAnyException();
            assertThatCode(() -> register(one, "other", "oth", -1)).doesNotThrowAnyException();
            assertThat(logs.verified()).hasSize(4);
        }
    }

    @Test
    void letsExactlyOneOfManyThrough() throws Exception {
        try (TestLog logs = new TestLog(directory);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<EvidenceLog> nodes = List.of(logs.node(), logs.node(), logs.node());
            for (int round = 0; round < ROUNDS; round++) {
                String beginning = "round-" + round + "-";
                CyclicBarrier together = new CyclicBarrier(2 * nodes.size());
                List<Future<Boolean>> made = new ArrayList<>();
                for (int i = 0; i < 2 * nodes.size(); i++) {
                    EvidenceLog node = nodes.get(i % nodes.size());
                    String id = beginning + i;
                    made.add(
                            threads.submit(() -> {
                                together.await();
                                return succeeds(() -> register(node, id, beginning, -1));
                            }));
                }
                int successes = 0;
                for (Future<Boolean> one : made) {
                    successes += one.get() ? 1 : 0;
                }
                assertThat(successes).as(beginning).isOne();
            }
            assertThat(logs.verified()).hasSize(ROUNDS + 1);
        }
    }

    private static boolean succeeds(Runnable append) {
        try {
            append.run();
            return true;
        } catch (ConcurrencyException e) {
            return false;
        }
    }

    /// @param beginning no other organization may begin like this
    private static void register(EvidenceLog log, String id, String beginning, long position) {
        DefaultUnitOfWork<?> work = DefaultUnitOfWork.startAndGet(null);
        work.execute(() -> {
            new AppendPremise(position, List.of(REGISTERED), event -> begins(event, beginning))
                    .stage();
            TestLog.append(
                    log,
                    TestLog.event(
                            "organization",
                            id,
                            0,
                            new OrganizationRegistered(
                                    new OrganizationId(id),
                                    "UTC",
                                    ContentMode.COMMIT,
                                    null,
                                    Digest.ZERO,
                                    List.of())));
        });
    }

    private static boolean begins(DomainEvent event, String beginning) {
        return event instanceof OrganizationRegistered made
                && made.organization().value().startsWith(beginning);
    }
}
