package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.CommandDatabase;
import io.affidavit.command.web.AdminClient.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keys that are issued with limits.
@ExtendWith(RunningRoom.class)
class KeyLimitsApiTest {

    private static final String BODY =
            "{\"orgId\":\"limited\",\"rpm\":60,\"tpm\":0,\"budgetUsd\":\"12.50\","
                    + "\"budgetWindow\":\"month\",\"limits\":[{\"unit\":\"parallel\","
                    + "\"window\":\"total\",\"amount\":\"3\",\"thresholds\":[90,25],"
                    + "\"hard\":false,\"alias\":\"fast\"}]}";

    private final AdminClient admin;
    private final JdbcClient sql;

    KeyLimitsApiTest(AdminClient admin, CommandDatabase database) {
        this.admin = admin;
        this.sql = JdbcClient.create(database.superuser());
    }

    @BeforeEach
    void register() {
        admin.post(
                "/admin/organizations",
                "{\"id\":\"limited\",\"name\":\"L\",\"timeZone\":\"Europe/Berlin\"}");
    }

    @Test
    void setsThemInTheAppendOfTheKey() {
        Answer issued = admin.post("/admin/keys", BODY);
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        assertThat(
                        issued.json()
                                .path("limits")
                                .valueStream()
                                .map(each -> each.toString().replaceAll("lim_\\w{16}", "ID")))
                .containsExactly(
                        "{\"id\":\"ID\",\"alias\":\"fast\",\"unit\":\"parallel\",\"window\":\"total\",\"amount\":\"3\",\"hard\":false,\"thresholds\":[25,90]}",
                        "{\"id\":\"ID\",\"alias\":null,\"unit\":\"requests\",\"window\":\"minute\",\"amount\":\"60\",\"hard\":true,\"thresholds\":[50,80,100]}",
                        "{\"id\":\"ID\",\"alias\":null,\"unit\":\"tokens\",\"window\":\"minute\",\"amount\":\"0\",\"hard\":true,\"thresholds\":[50,80,100]}",
                        "{\"id\":\"ID\",\"alias\":null,\"unit\":\"usd\",\"window\":\"month\",\"amount\":\"12.5\",\"hard\":true,\"thresholds\":[50,80,100]}");
        String scope = "key:" + issued.member("id");
        assertThat(
                        sql.sql(
                                        "select convert_from(data, 'UTF8') from evidence.limit_terms"
                                                + " where scope = ?")
                                .param(scope)
                                .query(String.class)
                                .list())
                .hasSize(4)
                .allMatch(data -> data.contains("\"time_zone\":\"Europe/Berlin\""));
        List<Long> positions =
                sql.sql(
                                "select pos from evidence.record where type in"
                                        + " ('virtual_key.issued', 'limit.set') and org = 'limited'"
                                        + " and position(? in convert_from(rec, 'UTF8')) > 0"
                                        + " order by pos")
                        .param(issued.member("id"))
                        .query((row, number) -> row.getLong(1))
                        .list();
        assertThat(positions).hasSize(5);
        assertThat(positions.getLast() - positions.getFirst()).isEqualTo(4);
    }

    @Test
    void setsThemOnce() {
        Answer first = admin.post("/admin/keys", BODY, "Idempotency-Key", "limited-key");
        Answer again = admin.post("/admin/keys", BODY, "Idempotency-Key", "limited-key");
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.member("key")).isEqualTo("null");
        assertThat(again.json().path("limits")).isEqualTo(first.json().path("limits"));
        String limit = first.json().at("/limits/1/id").asString();
        assertThat(admin.delete("/admin/limits/" + limit).status()).isEqualTo(200);
        Answer later = admin.post("/admin/keys", BODY, "Idempotency-Key", "limited-key");
        assertThat(later.json().path("limits")).hasSize(3);
        assertThat(
                        admin.post(
                                        "/admin/keys",
                                        BODY.replace("60", "61"),
                                        "Idempotency-Key",
                                        "limited-key")
                                .status())
                .isEqualTo(422);
    }

    @Test
    void issuesNeitherKeyNorLimitWhereTheScopeIsMissing() {
        long before = limits();
        assertThat(admin.post("/admin/keys", BODY.replace("limited", "nobody")).status())
                .isEqualTo(404);
        assertThat(limits()).isEqualTo(before);
    }

    @Test
    void changesThemWhereLimitsAreChanged() {
        String id = admin.post("/admin/keys", "{\"orgId\":\"limited\"}").member("id");
        assertThat(admin.patch("/admin/keys/" + id, "{\"rpm\":5}").fields()).containsExactly("rpm");
    }

    @Test
    void takesThresholdsInTheFormItShowsThemIn() {
        String id = admin.post("/admin/keys", "{\"orgId\":\"limited\"}").member("id");
        String body =
                "{\"scope\":{\"kind\":\"key\",\"id\":\""
                        + id
                        + "\"},\"unit\":\"requests\",\"window\":\"day\",\"amount\":\"4\",\"thresholds\":%s}";
        Answer set = admin.send("PUT", "/admin/limits", body.formatted("[100,1]"));
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        String shown = set.json().path("thresholds").toString();
        assertThat(shown).isEqualTo("[1,100]");
        assertThat(admin.send("PUT", "/admin/limits", body.formatted(shown)).status())
                .isEqualTo(200);
        assertThat(admin.send("PUT", "/admin/limits", body.formatted("[]")).status())
                .isEqualTo(200);
        for (String wrong :
                List.of("[0]", "[101]", "[7,7]", "[7.5]", "[\"50\"]", "50", "[[50]]", "[null]")) {
            assertThat(admin.send("PUT", "/admin/limits", body.formatted(wrong)).fields())
                    .as(wrong)
                    .containsExactly("thresholds");
        }
    }

    private long limits() {
        return sql.sql("select count(*) from evidence.limit_terms").query(Long.class).single();
    }
}
