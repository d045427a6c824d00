package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.CommandDatabase;
import io.affidavit.command.web.AdminClient.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What admin requests leave in the log.
@ExtendWith(RunningRoom.class)
class AdminRecordTest {

    private final AdminClient admin;
    private final JdbcClient sql;

    AdminRecordTest(AdminClient admin, CommandDatabase database) {
        this.admin = admin;
        this.sql = JdbcClient.create(database.superuser());
    }

    @Test
    void recordsActorReasonAndDigestsButNoText() {
        ok(
                admin.post(
                        "/admin/organizations",
                        "{\"id\":\"rec\",\"name\":\"Rec & Sons\",\"content\":\"seal\","
                                + "\"timeZone\":\"Europe/Berlin\",\"reason\":\"ticket 4711\"}"));
        JsonNode record = only("organization.registered", "rec");
        assertThat(record.path("by").toString())
                .isEqualTo("{\"id\":\"operator\",\"kind\":\"service\",\"via\":\"admin\"}");
        assertThat(record.path("data").path("content").stringValue()).isEqualTo("seal");
        assertThat(record.path("data").path("time_zone").stringValue()).isEqualTo("Europe/Berlin");
        assertThat(record.path("data").path("after").stringValue()).matches("[0-9a-f]{64}");
        assertThat(record.path("parts")).hasSize(2);
        assertThat(record.path("org").path("id").stringValue()).isEqualTo("rec");
        assertThat(record.toString()).doesNotContain("Sons").doesNotContain("ticket");
    }

    @Test
    void recordsNoSecretOfAKey() {
        ok(admin.post("/admin/organizations", "{\"id\":\"rec2\",\"name\":\"R\"}"));
        Answer key =
                admin.post(
                        "/admin/keys",
                        "{\"orgId\":\"rec2\",\"name\":\"n\",\"metadata\":{\"a\":\"b\"}}");
        ok(key);
        JsonNode record = only("virtual_key.issued", key.member("id"));
        assertThat(record.toString()).doesNotContain(key.member("key"));
        assertThat(record.path("data").path("mac").stringValue()).matches("[0-9a-f]{64}");
        assertThat(record.path("parts")).hasSize(2);
        String secret = key.member("key").substring(20, 63);
        assertThat(
                        sql.sql(
                                        "select count(*) from vault.credential where encode(sealed, 'escape') like ?")
                                .param("%" + secret + "%")
                                .query(Long.class)
                                .single())
                .isZero();
    }

    @Test
    void recordsTheWholeLifeOfAProviderOfAnOrganization() {
        ok(admin.post("/admin/organizations", "{\"id\":\"rec3\",\"name\":\"R\"}"));
        ok(
                admin.post(
                        "/admin/providers",
                        "{\"name\":\"rec-p\",\"protocol\":\"openai\",\"orgId\":\"rec3\","
                                + "\"credential\":\"sk-one\"}"));
        ok(
                admin.patch(
                        "/admin/providers/rec-p",
                        "{\"credential\":\"sk-two\",\"reason\":\"leak\"}"));
        ok(admin.send("DELETE", "/admin/providers/rec-p", "{\"reason\":\"end\"}"));
        List<JsonNode> story = records().stream().filter(record -> is(record, "rec-p")).toList();
        assertThat(story)
                .extracting(record -> record.path("type").stringValue())
                .containsExactly(
                        "provider.registered",
                        "credential.sealed",
                        "provider.changed",
                        "credential.rotated",
                        "provider.disabled",
                        "credential.destroyed");
        assertThat(story)
                .allMatch(record -> record.path("org").path("id").stringValue().equals("rec3"));
        assertThat(story.get(2).path("parts")).hasSize(1);
        assertThat(story.get(4).path("parts")).hasSize(1);
        assertThat(story.toString()).doesNotContain("sk-one").doesNotContain("sk-two");
        assertThat(
                        sql.sql("select count(*) from vault.credential where provider = 'rec-p'")
                                .query(Long.class)
                                .single())
                .isZero();
    }

    @Test
    void makesDeploymentAndRouteInOneAppend() {
        ok(admin.post("/admin/providers", "{\"name\":\"rec-s\",\"protocol\":\"simulator\"}"));
        ok(
                admin.post(
                        "/admin/deployments",
                        "{\"alias\":\"rec-a\",\"provider\":\"rec-s\",\"upstreamModel\":\"m\"}"));
        JsonNode route = only("route.defined", "rec-a");
        List<JsonNode> all = records();
        JsonNode before = all.get(Integer.parseInt(route.path("pos").stringValue()) - 1);
        assertThat(before.path("type").stringValue()).isEqualTo("deployment.registered");
        assertThat(before.path("at").stringValue()).isEqualTo(route.path("at").stringValue());
    }

    @Test
    void putsShippedPolicyAndPricesOnRecordOnce() {
        assertThat(records())
                .extracting(record -> record.path("type").stringValue())
                .containsOnlyOnce("policy.published", "policy.activated", "price_list.published");
    }

    private JsonNode only(String type, String aggregate) {
        List<JsonNode> found =
                records().stream()
                        .filter(record -> record.path("type").stringValue().equals(type))
                        .filter(record -> is(record, aggregate))
                        .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private List<JsonNode> records() {
        JsonMapper mapper = new JsonMapper();
        return sql
                .sql("select rec from evidence.record order by pos")
                .query(byte[].class)
                .list()
                .stream()
                .map(mapper::readTree)
                .toList();
    }

    private static boolean is(JsonNode record, String aggregate) {
        return record.path("agg").path("id").stringValue().equals(aggregate);
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    }
}
