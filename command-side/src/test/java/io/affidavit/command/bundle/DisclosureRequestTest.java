package io.affidavit.command.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.CommandContext;
import io.affidavit.command.CommandDatabase;
import io.affidavit.command.web.AdminClient;
import io.affidavit.command.web.AdminClient.Answer;
import io.affidavit.command.web.Refused;
import io.affidavit.command.web.RunningRoom;
import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.bundle.BundleCommand.RecordDisclosures;
import io.affidavit.schemas.bundle.DisclosedPart;
import io.affidavit.schemas.bundle.DisclosureForm;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

@ExtendWith(RunningRoom.class)
class DisclosureRequestTest {

    private static final String CALL = "019ab3c4-d5e6-7f00-8123-456789abcdef";

    private final AdminClient admin;
    private final CommandGateway commands;
    private final CommandDatabase database;

    DisclosureRequestTest(AdminClient admin, CommandContext context, CommandDatabase database) {
        this.admin = admin;
        this.commands = context.bean(CommandGateway.class);
        this.database = database;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"prompt\"]",
                "[\"../x\"]",
                "[]",
                "\"request\"",
                "[\"request\",\"request\"]"
            })
    void refusesToDiscloseWhatIsNoPart(String names) {
        Answer answer =
                admin.post(
                        "/evidence/bundles",
                        "{\"scope\":{\"kind\":\"call\",\"id\":\""
                                + CALL
                                + "\"},\"purpose\":\"why\",\"disclose\":"
                                + names
                                + "}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.fields()).as(answer.text()).containsExactly("disclose");
    }

    /// No role may export yet; one that may will not read texts by that.
    @Test
    void disclosingIsAPermissionOfItsOwn() {
        Administrator other =
                new Administrator(
                        new AdminTokenId("0Az123456789"), AdminRole.TEAM_ADMIN, Reach.of("acme"));

        assertThatThrownBy(() -> BundleController.requireDisclosing(other, List.of("request")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("content_disclose");
        assertThatCode(() -> BundleController.requireDisclosing(other, null))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        BundleController.requireDisclosing(
                                Administrator.OPERATOR, List.of("request")))
                .doesNotThrowAnyException();
    }

    /// Those of one story are one story, whatever bundle they left with.
    @Test
    void disclosuresOfAStoryAreAStory() {
        send(new RecordDisclosures("bdl_a", List.of(disclosed("bdl_a", 7), disclosed("bdl_a", 9))));
        send(new RecordDisclosures("bdl_b", List.of(disclosed("bdl_b", 7))));

        List<String> records =
                new JdbcTemplate(database.superuser())
                        .queryForList(
                                "select convert_from(rec, 'UTF8') from evidence.record"
                                        + " where type = 'part.disclosed'"
                                        + " and position(? in convert_from(rec, 'UTF8')) > 0"
                                        + " order by agg_seq",
                                String.class,
                                CALL);
        assertThat(records).hasSize(3);
        assertThat(records)
                .allMatch(rec ->
                        rec.startsWith("{\"agg\":{\"id\":\"call:" + CALL + "\",\"seq\":\"")
                                && rec.contains("\"type\":\"disclosure\"}")
                                && rec.contains("\"n\":\"purpose\"")
                                && !rec.contains("why"));
        assertThat(records.getLast()).contains("\"seq\":\"2\"", "\"bundle\":\"bdl_b\"");
    }

    /// Two exports may open texts of one call at a time; neither loses its record.
    @Test
    void bundlesThatDiscloseOneStoryAtATimeTakeTurns() throws Exception {
        String call = "019ab3c4-d5e6-7f00-8123-000000000001";
        CyclicBarrier together = new CyclicBarrier(6);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                String bundle = "bdl_" + i;
                all.add(
                        threads.submit(() -> {
                            together.await();
                            send(
                                    new RecordDisclosures(
                                            bundle, List.of(disclosed(call, bundle, 7))));
                            return null;
                        }));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
        assertThat(
                        new JdbcTemplate(database.superuser())
                                .queryForList(
                                        "select agg_seq from evidence.record"
                                                + " where type = 'part.disclosed'"
                                                + " and position(? in convert_from(rec, 'UTF8')) > 0"
                                                + " order by agg_seq",
                                        Integer.class,
                                        call))
                .containsExactly(0, 1, 2, 3, 4, 5);
    }

    private static PartDisclosed disclosed(String bundle, long position) {
        return disclosed(CALL, bundle, position);
    }

    private static PartDisclosed disclosed(String call, String bundle, long position) {
        return new PartDisclosed(
                "call",
                call,
                new OrganizationId("bundled"),
                "test.example/0123456789abcdef/2026",
                bundle,
                List.of(new DisclosedPart(position, "request", DisclosureForm.TEXT)),
                List.of(Part.Content.text("purpose", RetentionClass.AIACT_6M, "why")));
    }

    private void send(RecordDisclosures disclosures) {
        commands.sendAndWait(new GenericCommandMessage<>(disclosures, Actor.OPERATOR.metaData()));
    }
}
