package io.affidavit.command.call;

import static io.affidavit.command.call.CallFixtures.admit;
import static io.affidavit.command.call.CallFixtures.body;
import static io.affidavit.command.call.CallFixtures.complete;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.CommandContext;
import io.affidavit.command.CommandDatabase;
import io.affidavit.command.evidence.UuidV7Identifiers;
import io.affidavit.schemas.call.CallCommand.CoalesceRefusals;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.VirtualKeyId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Calls on the real path: Axon's command bus, aggregates, the log.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallsThroughAxonTest {

    private static final Actor KEY = Actor.of(new VirtualKeyId("0123456789ab"));

    private CommandDatabase database;
    private CommandContext context;
    private CommandGateway commands;

    @BeforeAll
    void start(@TempDir Path directory) {
        database = CommandDatabase.create();
        context = CommandContext.start(database, directory);
        commands = context.bean(CommandGateway.class);
    }

    @AfterAll
    void stop() {
        context.close();
        database.close();
    }

    @Test
    void recordsACallAsFiveFacts() throws Exception {
        CallId id = newCall();
        send(admit(id, CallFixtures.ACME, List.of(body("request", "{\"a\":1}"))));
        send(complete(id, List.of(body("response", "{\"b\":2}"))));

        List<RecordView> story = story(id);
        assertThat(story)
                .extracting(RecordView::type)
                .containsExactly(
                        "call.admitted",
                        "guardrail.judged",
                        "route.chosen",
                        "guardrail.judged",
                        "call.completed");
        assertThat(story)
                .allSatisfy(record -> {
                    assertThat(record.call()).isEqualTo(id.toString());
                    assertThat(record.org().id()).isEqualTo("acme");
                    assertThat(record.by().kind()).isEqualTo("virtual_key");
                    assertThat(record.by().via()).isEqualTo("data");
                });
        assertThat(story.getFirst().parts()).hasSize(1);
        assertThat(story.getLast().parts()).hasSize(1);
        assertThat(new String(story.getLast().data(), UTF_8))
                .contains("\"price_id\":\"2026-11-25.2/gpt-4o\"");
    }

    @Test
    void recordsACompletionOnce() throws Exception {
        CallId id = newCall();
        send(admit(id));
        send(complete(id));
        send(complete(id));
        send(CallFixtures.fail(id));

        assertThat(story(id)).hasSize(5);
    }

    @Test
    void refusesASecondAdmission() throws Exception {
        CallId id = newCall();
        send(admit(id));

        assertThatThrownBy(() -> send(admit(id)))
                .satisfies(thrown ->
                        assertThat(Refusal.of(thrown).orElseThrow().code())
                                .isEqualTo(FailureCode.CONFLICT));
        assertThat(story(id)).hasSize(3);
    }

    @Test
    void saysThatACallIsUnknown() {
        assertThatThrownBy(() -> send(complete(newCall())))
                .satisfies(thrown ->
                        assertThat(Refusal.of(thrown).orElseThrow().code())
                                .isEqualTo(FailureCode.NOT_FOUND));
    }

    @Test
    void recordsCountedRefusalsByThemselves() throws Exception {
        VirtualKeyId key = new VirtualKeyId("refused00001");
        send(
                new CoalesceRefusals(
                        key,
                        CallFixtures.ACME,
                        FailureCode.MODEL_NOT_FOUND,
                        17,
                        CallFixtures.NOW,
                        CallFixtures.NOW));

        assertThat(records("select rec from evidence.record where type = 'refusals.coalesced'"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.agg().type()).isEqualTo("refusals");
                    assertThat(record.org().id()).isEqualTo("acme");
                });
    }

    private void send(Object command) {
        commands.sendAndWait(
                GenericCommandMessage.asCommandMessage(command).withMetaData(KEY.metaData()));
    }

    private static CallId newCall() {
        return new CallId(UuidV7Identifiers.next());
    }

    private List<RecordView> story(CallId id) throws Exception {
        return records("select rec from evidence.record where agg = '" + id + "' order by agg_seq");
    }

    private List<RecordView> records(String sql) throws Exception {
        List<RecordView> records = new ArrayList<>();
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                records.add(RecordView.parse(rows.getBytes(1)));
            }
        }
        return records;
    }
}
