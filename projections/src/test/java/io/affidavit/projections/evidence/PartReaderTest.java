package io.affidavit.projections.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestVault;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.TeamId;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class PartReaderTest {

    private static final byte[] OTHER_KEK = new byte[32];

    private final ReadDatabase database = new ReadDatabase();
    private final List<EventMessage<DomainEvent>> messages = new ArrayList<>();

    @BeforeEach
    void append() {
        new TestLog(database.superuser(), messages::add)
                .append(
                        new TeamRegistered(
                                new OrganizationId("acme"),
                                new TeamId("platform"),
                                null,
                                Digest.ZERO,
                                List.of(
                                        Part.Content.text(
                                                "name", RetentionClass.AIACT_6M, "Blå Team"))));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void opensATextAsTheProjectorMay() {
        assertThat(read("name", TestVault.KEK)).isEqualTo("Blå Team");
    }

    @Test
    void knowsNothingOfATextThatTheEventHasNot() {
        assertThat(read("reason", TestVault.KEK)).isNull();
    }

    @Test
    void forgetsATextWhoseKeyIsDestroyed() {
        database.superuser().update("delete from vault.subject_key");
        assertThat(read("name", TestVault.KEK)).isNull();
    }

    @Test
    void leavesOutATextThatWasTamperedWith() {
        database.superuser().update("update evidence.part set blob = blob || '\\x00'");
        assertThat(read("name", TestVault.KEK)).isNull();
    }

    @Test
    void leavesOutATextUnderAnotherKek() {
        assertThat(read("name", OTHER_KEK)).isNull();
    }

    private @Nullable String read(String part, byte[] kek) {
        EventMessage<DomainEvent> message = messages.getFirst();
        return new PartReader(JdbcClient.create(database.projector()), kek)
                .text(
                        new GenericTrackedEventMessage<>(
                                new GlobalSequenceTrackingToken(0), message),
                        (PartBearing) message.getPayload(),
                        part);
    }
}
