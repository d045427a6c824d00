package io.affidavit.command.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.CommandContext;
import io.affidavit.command.CommandDatabase;
import io.affidavit.command.web.AdminClient;
import io.affidavit.command.web.AdminClient.Answer;
import io.affidavit.command.web.RunningRoom;
import io.affidavit.schemas.bundle.BundleAnswer;
import io.affidavit.schemas.bundle.BundleCommand.RecordExport;
import io.affidavit.schemas.bundle.BundleExported;
import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.bundle.BundleState;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.Registration;
import org.axonframework.queryhandling.QueryBus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

@ExtendWith(RunningRoom.class)
class BundleRequestTest {

    private static final String CALL = "019ab3c4-d5e6-7f00-8123-456789abcdef";

    private final AdminClient admin;
    private final QueryBus queries;
    private final CommandGateway commands;
    private final CommandDatabase database;
    private @Nullable Registration reader;

    BundleRequestTest(AdminClient admin, CommandContext context, CommandDatabase database) {
        this.admin = admin;
        this.queries = context.bean(QueryBus.class);
        this.commands = context.bean(CommandGateway.class);
        this.database = database;
    }

    @AfterEach
    void forgetReader() {
        if (reader != null) {
            reader.cancel();
        }
    }

    @Test
    void asksTheRoomThatReads() {
        AtomicReference<PrepareBundle> asked = new AtomicReference<>();
        answer(query -> {
            asked.set(query);
            return BundleAnswer.begun(
                    new BundleState(
                            query.bundle(), "preparing", 0, 7, 0, 0, null, null, null, null));
        });

        Answer answer =
                admin.post(
                        "/evidence/bundles",
                        "{\"scope\":{\"kind\":\"call\",\"id\":\""
                                + CALL
                                + "\"},\"purpose\":\"why\",\"reason\":\"because\","
                                + "\"withhold\":[\"route.chosen\"],"
                                + "\"disclose\":[\"request\",\"response\"]}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.member("id")).isEqualTo(asked.get().bundle()).startsWith("bdl_");
        assertThat(answer.member("state")).isEqualTo("preparing");
        assertThat(asked.get().scope()).isEqualTo(BundleScope.of(BundleKind.CALL, CALL));
        assertThat(asked.get().purpose()).isEqualTo("why");
        assertThat(asked.get().withheld()).containsExactly("route.chosen");
        assertThat(asked.get().disclose()).containsExactly("request", "response");
        assertThat(asked.get().requester())
                .isEqualTo(new RecordActor("service", "operator", "admin"));
        assertThat(asked.get().parts()).extracting(Part::name).containsExactly("purpose", "reason");
    }

    @Test
    void aPeriodWithoutEndsIsEverythingSoFar() {
        AtomicReference<PrepareBundle> asked = new AtomicReference<>();
        answer(query -> {
            asked.set(query);
            return BundleAnswer.refused(FailureCode.NOT_FOUND, "scope.id: not found");
        });

        Answer answer =
                admin.post(
                        "/evidence/bundles",
                        "{\"scope\":{\"kind\":\"organization\",\"id\":\"acme\",\"to\":null},"
                                + "\"purpose\":\"why\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(asked.get().scope().from()).isEqualTo(Instant.EPOCH);
        assertThat(asked.get().scope().to()).isEqualTo(asked.get().created());
    }

    @Test
    void saysWhenToComeAgainWhereTheSealIsNotThereYet() {
        answer(_ -> BundleAnswer.refused(FailureCode.EVIDENCE_UNAVAILABLE, "no checkpoint"));

        Answer answer =
                admin.post(
                        "/evidence/bundles",
                        "{\"scope\":{\"kind\":\"key\",\"id\":\"k\"},\"purpose\":\"why\"}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
    }

    @Test
    void passesOnACheckpointAndRefusesWhatIsNone() {
        AtomicReference<PrepareBundle> asked = new AtomicReference<>();
        answer(query -> {
            asked.set(query);
            return BundleAnswer.refused(FailureCode.INVALID_VALUE, "known: of another log");
        });
        String note =
                "test.example/0123456789abcdef/2026\n7\n"
                        + "A".repeat(43)
                        + "=\n\n\u2014 test.example/0123456789abcdef/2026 "
                        + "A".repeat(92)
                        + "\n";

        Answer passed = admin.post("/evidence/bundles", knowing(note));
        Answer wrong = admin.post("/evidence/bundles", knowing(note.strip()));
        Answer empty = admin.post("/evidence/bundles", knowing(note.replace("\n7\n", "\n0\n")));

        assertThat(asked.get().known()).isEqualTo(note);
        assertThat(asked.get().stamp()).isFalse();
        assertThat(passed.status()).isEqualTo(400);
        assertThat(wrong.fields()).containsExactly("known");
        assertThat(empty.fields()).containsExactly("known");
    }

    private static String knowing(String note) {
        return "{\"scope\":{\"kind\":\"call\",\"id\":\""
                + CALL
                + "\"},\"purpose\":\"why\",\"known\":\""
                + note.replace("\n", "\\n")
                + "\",\"stamp\":false}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"kind":"call"}                                              | scope.id
                    {"kind":"calls"}                                             | scope.ids
                    {"kind":"calls","ids":[]}                                    | scope.ids
                    {"kind":"calls","ids":["last"]}                              | scope.ids
                    {"kind":"call","id":"x","ids":["019ab3c4-d5e6-7f00-8123-456789abcdef"]} | scope.ids
                    {"kind":"key","id":"k","from":"2026-11-26"}                  | scope.from
                    {"kind":"organization","id":"a","from":"2026-11-26","to":"2026-11-25"} | scope.from
                    {"kind":"organization","id":"a","to":"tomorrow"}             | scope.to
                    {"kind":"everything","id":"a"}                               | scope.kind
                    {}                                                           | scope.kind
                    """)
    void refusesAScopeThatSaysTooLittleOrTooMuch(String scope, String field) {
        Answer answer =
                admin.post("/evidence/bundles", "{\"scope\":" + scope + ",\"purpose\":\"why\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.fields()).as(answer.text()).contains(field);
    }

    @Test
    void putsAnExportOnRecordOnce() {
        RecordExport export =
                new RecordExport(
                        "bdl_once000000000000",
                        new BundleExported(
                                "bdl_once000000000000",
                                new OrganizationId("bundled"),
                                BundleKind.KEY,
                                "k",
                                null,
                                null,
                                7,
                                2,
                                40,
                                Digest.ZERO,
                                List.of(
                                        Part.Content.text(
                                                "purpose", RetentionClass.AIACT_6M, "why"))));
        send(export);
        try {
            send(export);
        } catch (RuntimeException e) {
            assertThat(e).isNotNull(); // it meets its own first event
        }
        List<String> records =
                new JdbcTemplate(database.superuser())
                        .queryForList(
                                "select convert_from(rec, 'UTF8') from evidence.record"
                                        + " where type = 'bundle.exported' and org = 'bundled'",
                                String.class);
        assertThat(records).hasSize(1);
        assertThat(records.getFirst())
                .contains("\"n\":\"purpose\"", "\"kind\":\"key\"", "\"id\":\"operator\"")
                .doesNotContain("\"why\"");
    }

    private void send(RecordExport export) {
        commands.sendAndWait(new GenericCommandMessage<>(export, Actor.OPERATOR.metaData()));
    }

    private void answer(Function<PrepareBundle, BundleAnswer> answer) {
        reader =
                queries.<BundleAnswer>subscribe(
                        PrepareBundle.class.getName(),
                        BundleAnswer.class,
                        query -> answer.apply((PrepareBundle) query.getPayload()));
    }
}
