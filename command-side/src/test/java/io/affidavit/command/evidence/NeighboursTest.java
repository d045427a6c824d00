package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.value.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;

/// What nodes know of each other.
class NeighboursTest {

    private static final NodeId ONE = new NodeId("0123456789abcdef");
    private static final NodeId OTHER = new NodeId("fedcba9876543210");
    private static final Duration LEASE = Duration.ofMillis(500);

    @TempDir Path directory;

    @Test
    void aNodeReadsWhatAnotherAppended() throws Exception {
        try (TestLog logs = new TestLog(directory)) {
            EvidenceLog one = logs.node();
            try (BlockingStream<TrackedEventMessage<?>> stream =
                    logs.node().store().openStream(null)) {
                stream.nextAvailable(); // the log was opened
                TestLog.append(one, Facts.refused(Facts.newCall(), "acme"));
                assertThat(stream.hasNextAvailable(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void appendsAreToldOfOnlyWhileSomebodyElseLives() throws Exception {
        try (TestLog logs = new TestLog(directory);
                Connection connection = logs.database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("listen affidavit_log");
            EvidenceLog log = logs.node();
            TestLog.append(log, Facts.refused(Facts.newCall(), "acme"));
            log.neighbours(new Neighbours(2, Set.of(OTHER), Set.of()));
            statement.execute("notify affidavit_log, 'mark'");
            assertThat(heard(connection)).isEqualTo("mark");

            TestLog.append(log, Facts.refused(Facts.newCall(), "acme"));
            assertThat(heard(connection)).isEmpty();
        }
    }

    @Test
    void aLeaseThatLapsedIsAnotherOneWhenItIsTakenAgain() throws Exception {
        try (TestLog logs = new TestLog(directory)) {
            AtomicBoolean broken = new AtomicBoolean();
            try (NodeLease lease = new NodeLease(breakable(logs, broken), ONE, LEASE)) {
                lease.start();
                LeaseGuard term = lease.term();
                assertThat(term.mayForward()).isTrue();

                broken.set(true);
                Awaitility.await().until(() -> !term.mayForward());
                broken.set(false);

                Awaitility.await().until(lease::mayForward);
                assertThat(term.mayForward()).isFalse();
                assertThat(lease.term().mayForward()).isTrue();
            }
        }
    }

    /// The database's clock may have run while this process' did not.
    @Test
    void aLeaseThatHadEndedInTheDatabaseIsAnotherOneToo() throws Exception {
        try (TestLog logs = new TestLog(directory);
                NodeLease lease =
                        new NodeLease(logs.database.writer(), ONE, Duration.ofMinutes(1))) {
            lease.start();
            LeaseGuard term = lease.term();
            logs.database
                    .below()
                    .execute("update evidence.node set lease_until = now() - interval '1 s'");

            Awaitility.await().until(() -> !term.mayForward());
            assertThat(lease.mayForward()).isTrue();
        }
    }

    @Test
    void renewalsShowWhoLivesAndHowFarTheLogGoes() throws Exception {
        try (TestLog logs = new TestLog(directory);
                NodeLease own = new NodeLease(logs.database.writer(), ONE, LEASE)) {
            EvidenceLog log = logs.node();
            NodeLease other = new NodeLease(logs.database.writer(), OTHER, LEASE);
            other.start();
            own.start();
            AtomicReference<Neighbours> seen = new AtomicReference<>(Neighbours.NONE);
            own.onRenewal(seen::set);
            assertThat(seen.get().living()).containsExactly(OTHER);
            assertThat(seen.get().logEnd()).isEqualTo(1);

            other.close();
            TestLog.append(log, Facts.refused(Facts.newCall(), "acme"));

            Awaitility.await().until(() -> seen.get().dead().contains(OTHER));
            Awaitility.await().until(() -> seen.get().logEnd() == 2);
        }
    }

    @Test
    void otherKeysAreRefused() throws Exception {
        try (TestLog logs = new TestLog(directory)) {
            logs.node();
            Files.copy(
                    directory.resolve("receipt.ed25519.pub"),
                    directory.resolve("log.ed25519.pub"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertThatThrownBy(logs::node)
                    .isInstanceOf(WrongKeys.class)
                    .hasMessageContaining("are not those of log test.local/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pepper", "kek"})
    void anotherPepperOrKekIsRefused(String name) throws Exception {
        try (TestLog logs = new TestLog(directory)) {
            logs.node();
            logs.node();
            Files.writeString(directory.resolve(name), "5a".repeat(32));

            assertThatThrownBy(logs::node)
                    .isInstanceOf(WrongKeys.class)
                    .hasMessageContaining(directory.resolve(name) + " is not the key");
        }
    }

    private static String heard(Connection connection) throws SQLException {
        PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(30_000);
        assertThat(heard).isNotEmpty();
        return heard[0].getParameter();
    }

    private static DataSource breakable(TestLog logs, AtomicBoolean broken) throws SQLException {
        PGSimpleDataSource sound = logs.database.writer().unwrap(PGSimpleDataSource.class);
        return new PGSimpleDataSource() {
            private static final long serialVersionUID = 1L;

            @Override
            public Connection getConnection() throws SQLException {
                if (broken.get()) {
                    throw new SQLException("made up", "08006");
                }
                return sound.getConnection();
            }
        };
    }
}
