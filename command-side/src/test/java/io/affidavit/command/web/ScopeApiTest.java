package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.web.AdminClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What an operator does with organizations, teams and projects once they exist, and how they must
/// not be called.
@ExtendWith(RunningRoom.class)
class ScopeApiTest {

    private final AdminClient admin;

    ScopeApiTest(AdminClient admin) {
        this.admin = admin;
    }

    @Test
    void changesAndArchives() {
        made("/admin/organizations", "{'id':'closing','name':'C'}");
        made("/admin/teams", "{'orgId':'closing','id':'t','name':'T'}");
        made("/admin/projects", "{'orgId':'closing','teamId':'t','id':'p','name':'P'}");
        String org = "/admin/organizations/closing";
        Answer changed = admin.patch(org, json("{'timeZone':'Europe/Berlin','content':'seal'}"));
        assertThat(changed.text())
                .isEqualTo(
                        json(
                                "{'id':'closing','timeZone':'Europe/Berlin','content':'seal',"
                                        + "'state':'active'}"));
        assertThat(admin.patch(org, json("{'timeZone':'Mars/Olympus'}")).status()).isEqualTo(400);
        assertThat(admin.patch(org, json("{'id':'other'}")).status()).isEqualTo(400);
        String project = "/admin/projects/closing/t/p";
        assertThat(admin.patch(project, json("{'name':'Q'}")).status()).isEqualTo(200);
        assertThat(admin.patch("/admin/teams/closing/t", json("{'name':'U'}")).status())
                .isEqualTo(200);
        assertThat(admin.patch("/admin/teams/closing/nobody", "{}").status()).isEqualTo(404);
        assertThat(admin.patch("/admin/teams/NO/body", "{}").status()).isEqualTo(404);

        assertThat(admin.delete(project).member("state")).isEqualTo("archived");
        assertThat(admin.delete(project).status()).isEqualTo(200);
        assertThat(admin.patch(project, json("{'name':'R'}")).status()).isEqualTo(409);
        conflict("/admin/keys", "{'orgId':'closing','teamId':'t','projectId':'p'}");
        String key = made("/admin/keys", "{'orgId':'closing'}").member("id");
        assertThat(
                        admin.patch("/admin/keys/" + key, json("{'teamId':'t','projectId':'p'}"))
                                .status())
                .isEqualTo(409);
        assertThat(admin.delete("/admin/teams/closing/t").member("state")).isEqualTo("archived");
        conflict("/admin/projects", "{'orgId':'closing','teamId':'t','id':'q','name':'Q'}");
        assertThat(admin.delete(org).member("state")).isEqualTo("archived");
        conflict("/admin/teams", "{'orgId':'closing','id':'u','name':'U'}");
        conflict("/admin/keys", "{'orgId':'closing'}");
        assertThat(admin.patch(org, json("{'name':'N'}")).status()).isEqualTo(409);
        assertThat(admin.delete("/admin/organizations/nobody").status()).isEqualTo(404);
    }

    @Test
    void refusesTwinsByName() {
        made("/admin/organizations", "{'id':'twin-corn','name':'O'}");
        assertThat(conflict("/admin/organizations", "{'id':'tw1n-com','name':'O'}"))
                .contains("twin-corn");
        made("/admin/providers", "{'name':'sim-twin','protocol':'simulator'}");
        String deploy = "{'alias':'%s','provider':'sim-twin','upstreamModel':'m'}";
        made("/admin/deployments", deploy.formatted("Model-1.5"));
        made("/admin/deployments", deploy.formatted("Model-1.5"));
        assertThat(conflict("/admin/deployments", deploy.formatted("model-l_5")))
                .contains("Model-1.5");
        conflict("/admin/routes", "{'alias':'model-i-5'}");

        assertThat(admin.delete("/admin/routes/Model-1.5").status()).isEqualTo(200);
        made("/admin/deployments", deploy.formatted("model-1.5"));
    }

    private Answer made(String path, String body) {
        Answer made = admin.post(path, json(body));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    private String conflict(String path, String body) {
        Answer refused = admin.post(path, json(body));
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.member("code")).isEqualTo("conflict");
        return refused.member("detail");
    }

    private static String json(String body) {
        return body.replace('\'', '"');
    }
}
