package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.serial.StreamName;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.OrganizationId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another log behind one that lost records.
class LogRecoveryTest {

    private static final long FIRST_OF_SECOND = new LogPlace(1, 0).packed();

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
    void opensAnotherLogThatNamesTheLoss() throws Exception {
        EvidenceLog before = logs.node();
        TestLog.append(before, registered("acme"));
        LostTail tail = tail(before, 7);

        declare(tail);

        EvidenceLog after = logs.node();
        assertThat(after.origin()).isNotEqualTo(before.origin());
        assertThat(after.origin().value()).startsWith("test.local/");
        TrackedEventMessage<?> first = events(after).get(2);
        assertThat(first.trackingToken().position()).hasValue(FIRST_OF_SECOND);
        LogOpened opened = (LogOpened) first.getPayload();
        assertThat(opened.origin()).isEqualTo(after.origin().value());
        assertThat(opened.predecessor()).isEqualTo(before.origin().value());
        assertThat(opened.lost()).containsExactly(tail);
        assertThat(opened.parts())
                .singleElement()
                .isInstanceOfSatisfying(
                        Part.Reference.class, part -> assertThat(part.name()).isEqualTo("reason"));
        assertThat(first.getMetaData()).containsEntry("by_id", "operator");
        assertThat(logs.count("select count(*) from evidence.part where log = 1")).isEqualTo(1);
    }

    @Test
    void goesOnWithStoriesAndBeginsChainsAnew() throws Exception {
        EvidenceLog before = logs.node();
        TestLog.append(before, registered("acme"));
        declare(tail(before, 7));
        EvidenceLog after = logs.node();

        TestLog.append(after, TestLog.event("organization", "acme", 1, changed("acme")));

        assertThat(events(after))
                .extracting(event -> event.trackingToken().position().orElse(-1))
                .containsExactly(0L, 1L, FIRST_OF_SECOND, FIRST_OF_SECOND + 1);
        assertThat(after.store().readEvents("organization:acme").asStream())
                .extracting(event -> event.getSequenceNumber())
                .containsExactly(0L, 1L);
        assertThat(logs.count("select size from evidence.head where log = 0")).isEqualTo(2);
        assertThat(logs.count("select size from evidence.head where log = 1")).isEqualTo(2);
        assertThat(logs.count("select seq from evidence.org_head where log = 1")).isZero();
    }

    @Test
    void deliversLiveWhatItDeliversFromTheTable() throws Exception {
        EvidenceLog before = logs.node();
        TestLog.append(before, registered("acme"));
        declare(tail(before, 7));
        EvidenceLog after = logs.node();
        try (BlockingStream<TrackedEventMessage<?>> live =
                after.store().openStream(after.store().createHeadToken())) {
            TestLog.append(after, registered("globex"));

            assertThat(live.hasNextAvailable(5, TimeUnit.SECONDS)).isTrue();
            assertThat(live.nextAvailable().trackingToken().position())
                    .hasValue(FIRST_OF_SECOND + 1);
        }
    }

    @Test
    void findsRareFactsOfAllLogs() throws Exception {
        EvidenceLog before = logs.node();
        TestLog.append(before, registered("acme"));
        declare(tail(before, 7));
        TestLog.append(logs.node(), registered("globex"));
        RareFacts facts = new RareFacts(logs.database.writer());

        RareFacts.Facts all = facts.since(-1, "organization.registered");
        RareFacts.Facts later = facts.since(1, "organization.registered");

        assertThat(all.events()).hasSize(2);
        assertThat(all.place()).isEqualTo(FIRST_OF_SECOND + 1);
        assertThat(later.events()).hasSize(1);
        assertThat(facts.since(all.place(), "organization.registered").events()).isEmpty();
    }

    /// A node that slept through it all must not write into the log that has ended.
    @Test
    void closesTheLogBehindIt() throws Exception {
        EvidenceLog before = logs.node();
        TestLog.append(before, registered("acme"));
        declare(tail(before, 7));

        assertThatThrownBy(() -> TestLog.append(before, registered("globex")))
                .hasMessageContaining("refuses to write");
        assertThat(logs.count("select size from evidence.head where log = 0")).isEqualTo(2);
        assertThat(logs.count("select size from evidence.head where log = 1")).isEqualTo(1);

        before.neighbours(new Neighbours(FIRST_OF_SECOND + 1, Set.of(), Set.of()));
        assertThat(before.trouble()).hasValueSatisfying(why -> assertThat(why).contains("restart"));
        assertThat(events(before)).hasSize(2);
    }

    @Test
    void keepsTheReceiptsOfTheLogBefore() throws Exception {
        EvidenceLog before = logs.node();
        var call = Facts.newCall();
        TestLog.append(before, Facts.refused(call, "acme"));
        var story = new StreamName("call", call.toString());
        var receipt = before.receipt(story, _ -> true).orElseThrow();
        declare(tail(before, 7));

        assertThat(logs.node().receipt(story, _ -> true)).contains(receipt);
    }

    @Test
    void stopsAReaderWhereARecordOfTheLogBeforeIsMissing() throws Exception {
        EvidenceLog before = logs.node();
        TestLog.append(before, registered("acme"));
        TestLog.append(before, registered("globex"));
        declare(tail(before, 7));
        EvidenceLog after = logs.node();
        try (Connection connection = logs.database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute("delete from evidence.record where log = 0 and pos = 1");
        }

        assertThatThrownBy(() -> events(after))
                .isInstanceOf(EventStoreException.class)
                .hasMessageContaining("position: 2 (expected: 1");
    }

    @Test
    void refusesWhatIsNotAsItWasFound() throws Exception {
        EvidenceLog before = logs.node();
        LostTail found = tail(before, 7);
        TestLog.append(before, registered("acme"));

        assertThatThrownBy(() -> declare(found))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("log 0 changed while it was looked at");
        assertThat(logs.count("select count(*) from evidence.head")).isEqualTo(1);
    }

    @Test
    void refusesWhileANodeLives() throws Exception {
        EvidenceLog before = logs.node();
        LostTail found = tail(before, 7);
        try (NodeLease lease =
                new NodeLease(
                        logs.database.writer(),
                        new NodeId("0123456789abcdef"),
                        Duration.ofMinutes(1))) {
            lease.start();

            assertThatThrownBy(() -> declare(found))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("node 0123456789abcdef lives");
        }
    }

    /// The records that named them may be among the lost ones.
    @Test
    void beginsWithTheKeysThatSignedLast() throws Exception {
        EvidenceLog before = logs.node();
        LogKeyFiles files = new LogKeyFiles(new KeyDirectory(directory), before.origin());
        VerifierKey later = files.make(LogKeyUse.ED25519).key();
        files.make(LogKeyUse.ED25519); // made after it, and never used

        declare(List.of(later), tail(before, 7));

        EvidenceLog after = logs.node();
        LogOpened opened = (LogOpened) events(after).getLast().getPayload();
        assertThat(VerifierKey.parse(opened.ed25519Key()).key()).isEqualTo(later.key());
        assertThat(VerifierKey.parse(opened.mlDsa44Key()).name()).isEqualTo(opened.origin());
    }

    private void declare(LostTail... lost) throws SQLException {
        declare(List.of(), lost);
    }

    private void declare(List<VerifierKey> signers, LostTail... lost) throws SQLException {
        new LogRecovery(
                        logs.database.writer(),
                        logs.database.vault(),
                        new KeyDirectory(directory),
                        Clock.systemUTC())
                .declare(List.of(lost), signers, "the disk broke");
    }

    private LostTail tail(EvidenceLog log, long sealed) throws SQLException {
        try (Connection connection = logs.database.superuser().getConnection()) {
            Head head = HeadTable.current(connection).read(connection, false);
            return new LostTail(
                    0,
                    log.origin().value(),
                    sealed,
                    Digest.ZERO,
                    head.size,
                    Digest.of(head.frontier.root()));
        }
    }

    /// Everything that is committed now.
    private static List<TrackedEventMessage<?>> events(EvidenceLog log) throws Exception {
        List<TrackedEventMessage<?>> events = new ArrayList<>();
        try (BlockingStream<TrackedEventMessage<?>> stream = log.store().openStream(null)) {
            while (stream.hasNextAvailable()) {
                events.add(stream.nextAvailable());
            }
        }
        return events;
    }

    private static DomainEventMessage<?> registered(String organization) {
        return TestLog.event(
                "organization",
                organization,
                0,
                new OrganizationRegistered(
                        new OrganizationId(organization),
                        "UTC",
                        ContentMode.COMMIT,
                        null,
                        Digest.ZERO,
                        List.of()));
    }

    private static OrganizationChanged changed(String organization) {
        return new OrganizationChanged(
                new OrganizationId(organization),
                "UTC",
                ContentMode.COMMIT,
                Digest.ZERO,
                Digest.ZERO,
                List.of());
    }
}
