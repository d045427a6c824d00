package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.serial.RecordMetaData;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendTest {

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
    void opensTheLogOnceForAllNodes() {
        EvidenceLog first = logs.node();
        EvidenceLog second = logs.node();

        assertThat(second.origin()).isEqualTo(first.origin());
        assertThat(logs.verified()).hasSize(1);
        assertThat(logs.verified().getFirst().type()).isEqualTo("log.opened");
    }

    @Test
    void chainsWhatItAppends() {
        EvidenceLog log = logs.node();
        TestLog.append(log, registered("acme"));
        TestLog.append(log, registered("globex"));

        List<RecordView> records = logs.verified();
        assertThat(records).extracting(RecordView::pos).containsExactly(0L, 1L, 2L);
        assertThat(records.get(1).org().id()).isEqualTo("acme");
        assertThat(records.get(2).node().sequence()).isEqualTo(2);
    }

    @Test
    void refusesAnEventThatDoesNotContinueItsStory() {
        EvidenceLog log = logs.node();
        TestLog.append(log, registered("acme"));

        assertThatThrownBy(() -> TestLog.append(log, registered("acme")))
                .isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() ->
                        TestLog.append(
                                log, TestLog.event("organization", "acme", 2, payload("acme"))))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(logs.verified()).hasSize(2);
    }

    @Test
    void deliversTheSameLiveAndFromTheTable() throws Exception {
        EvidenceLog log = logs.node();
        BlockingStream<TrackedEventMessage<?>> live = log.store().openStream(null);
        assertThat(live.nextAvailable().getPayload()).isInstanceOf(LogOpened.class);
        TestLog.append(log, registered("acme"));

        assertThat(live.hasNextAvailable(5, TimeUnit.SECONDS)).isTrue();
        TrackedEventMessage<?> seen = live.nextAvailable();
        TrackedEventMessage<?> stored =
                logs.node().store().openStream(new GlobalSequenceTrackingToken(0)).nextAvailable();
        assertThat(seen.trackingToken()).isEqualTo(stored.trackingToken());
        assertThat(seen.getIdentifier()).isEqualTo(stored.getIdentifier());
        assertThat(seen.getTimestamp()).isEqualTo(stored.getTimestamp());
        assertThat(seen.getMetaData()).isEqualTo(stored.getMetaData());
        assertThat(seen.getPayload()).isEqualTo(stored.getPayload());
        assertThat(seen.getMetaData()).containsEntry(RecordMetaData.ORGANIZATION, "acme");
        assertThat(((OrganizationRegistered) seen.getPayload()).parts())
                .singleElement()
                .isInstanceOf(Part.Reference.class);
    }

    private static DomainEventMessage<?> registered(String organization) {
        return TestLog.event("organization", organization, 0, payload(organization));
    }

    private static OrganizationRegistered payload(String organization) {
        return new OrganizationRegistered(
                new OrganizationId(organization),
                "UTC",
                ContentMode.COMMIT,
                null,
                Digest.ZERO,
                List.of(Part.Content.text("name", RetentionClass.AIACT_6M, "Acme")));
    }
}
