package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.web.AdminClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Everything a route can say, as an operator says it.
@ExtendWith(RunningRoom.class)
class RouteApiTest {

    private static final String DEFAULTS =
            """
            {"alias":"%s","strategy":"ordered","fallbacks":[],"contextFallbacks":[],\
            "contentFallbacks":[],"retry":{"maxAttempts":3,"backoffMillis":250,\
            "backoffMaxMillis":4000,"retryAfterMaxMillis":20000,"afterTimeout":true},\
            "timeouts":{"connectMillis":null,"firstByteMillis":null,"idleMillis":null,\
            "totalMillis":null},"unsupported":"refuse","maxOutputTokens":null}\
            """;

    private final AdminClient admin;

    RouteApiTest(AdminClient admin) {
        this.admin = admin;
    }

    @Test
    void takesEverythingARouteCanSay() {
        Answer made =
                admin.post(
                        "/admin/routes",
                        """
                        {"alias":"all","strategy":"weighted","fallbacks":["spare","not/yet:made"],
                         "contextFallbacks":["long"],"contentFallbacks":["lax"],
                         "retry":{"maxAttempts":2,"backoffMillis":10,"backoffMaxMillis":20,
                                  "retryAfterMaxMillis":0,"afterTimeout":false},
                         "timeouts":{"connectMillis":1,"firstByteMillis":2,"idleMillis":3,
                                     "totalMillis":7200000},
                         "unsupported":"drop","maxOutputTokens":4096}
                        """);

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json())
                .hasToString(
                        """
                        {"alias":"all","strategy":"weighted",\
                        "fallbacks":["spare","not/yet:made"],"contextFallbacks":["long"],\
                        "contentFallbacks":["lax"],"retry":{"maxAttempts":2,"backoffMillis":10,\
                        "backoffMaxMillis":20,"retryAfterMaxMillis":0,"afterTimeout":false},\
                        "timeouts":{"connectMillis":1,"firstByteMillis":2,"idleMillis":3,\
                        "totalMillis":7200000},"unsupported":"drop","maxOutputTokens":4096}\
                        """);
    }

    @Test
    void hasDefaultsForAllOfIt() {
        assertThat(admin.post("/admin/routes", "{\"alias\":\"plain\"}").json())
                .hasToString(DEFAULTS.formatted("plain"));
    }

    @Test
    void changesWhatAPatchGivesAndReplacesAllWithAPost() {
        admin.post(
                "/admin/routes",
                """
                {"alias":"patched","fallbacks":["a"],"retry":{"maxAttempts":2},
                 "timeouts":{"idleMillis":5},"maxOutputTokens":7}
                """);
        String path = "/admin/routes/patched";

        Answer patched =
                admin.patch(path, "{\"retry\":{\"backoffMillis\":9},\"strategy\":\"weighted\"}");
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.text())
                .contains(
                        "\"maxAttempts\":2",
                        "\"backoffMillis\":9",
                        "\"idleMillis\":5",
                        "\"maxOutputTokens\":7",
                        "\"fallbacks\":[\"a\"]",
                        "\"strategy\":\"weighted\"");
        assertThat(admin.patch(path, "{\"fallbacks\":[]}").text()).contains("\"fallbacks\":[]");
        assertThat(admin.patch(path, "{\"retry\":{\"backoffMaxMillis\":8}}").status())
                .as("less than what the route already says")
                .isEqualTo(400);
        assertThat(admin.patch("/admin/routes/nowhere", "{\"fallbacks\":[\"a\"]}").status())
                .isEqualTo(404);

        Answer replaced = admin.post("/admin/routes", "{\"alias\":\"patched\"}");
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json()).hasToString(DEFAULTS.formatted("patched"));
    }

    @Test
    void weighsDeployments() {
        admin.post("/admin/providers", "{\"name\":\"sim-w\",\"protocol\":\"simulator\"}");
        String body = "{\"alias\":\"w\",\"provider\":\"sim-w\",\"upstreamModel\":\"m\"%s}";

        Answer plain = admin.post("/admin/deployments", body.formatted(""));
        Answer heavy = admin.post("/admin/deployments", body.formatted(",\"weight\":1000"));

        assertThat(plain.member("weight")).isEqualTo("1");
        assertThat(heavy.member("weight")).isEqualTo("1000");
        Answer changed = admin.patch("/admin/deployments/" + heavy.member("id"), "{\"weight\":0}");
        assertThat(changed.member("weight")).isEqualTo("0");
        assertThat(changed.member("order")).isEqualTo("0");
    }
}
