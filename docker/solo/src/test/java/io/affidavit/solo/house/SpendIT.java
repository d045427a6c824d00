package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What was spent, as operators and as applications ask for it, right after it was.
class SpendIT {

    /// 20 x 0.40 USD and 6 x 1.60 USD per million tokens.
    private static final String COST = "17600";

    @TempDir private static Path temporary;
    private static OpenAiDouble provider;
    private static Gateway gateway;
    private static Http control;
    private static Http application;

    @BeforeAll
    static void start() {
        provider = new OpenAiDouble();
        gateway = Gateway.start(temporary.resolve("data"), OperatorSteps.LOCAL_PROVIDERS);
        control = new Http(gateway.controlUrl(), gateway.operatorToken());
        application =
                new Http(
                        gateway.dataUrl(),
                        new OperatorSteps(gateway).provideFast(provider.baseUrl()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void tellsAnApplicationWhatItsCallCostAsSoonAsItHasTheAnswer() {
        Http stranger = new Http(gateway.dataUrl(), gateway.demoKey());
        for (String stream : new String[] {"", ",\"stream\":true"}) {
            String id = call(stream);

            HttpResponse<String> answer = application.get("/v1/generation?id=" + id);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode data = Http.json(answer).path("data");
            assertThat(data.path("id").asString()).isEqualTo(id);
            assertThat(data.path("model").asString()).isEqualTo("fast");
            assertThat(data.path("outcome").asString()).isEqualTo("completed");
            assertThat(data.path("finish_reason").asString()).isEqualTo("stop");
            assertThat(data.path("streamed").asBoolean()).isEqualTo(!stream.isEmpty());
            assertThat(data.path("tokens_prompt").asLong()).isEqualTo(20);
            assertThat(data.path("cost_nano_usd").asString()).isEqualTo(COST);
            assertThat(answer.body()).contains("\"total_cost\":0.0000176,");

            HttpResponse<String> foreign = stranger.get("/v1/generation?id=" + id);
            HttpResponse<String> absent =
                    stranger.get("/v1/generation?id=019ad000-0000-7000-8000-000000000001");
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.body()).isEqualTo(absent.body());
        }
    }

    @Test
    void tellsAnApplicationWhatItsKeyUsedIncludingTheLastCall() {
        long before = requests();
        call("");
        call(",\"stream\":true");

        JsonNode data = Http.json(application.get("/v1/key")).path("data");
        assertThat(data.path("organization").asString()).isEqualTo("acme");
        assertThat(data.path("team").asString()).isEqualTo("platform");
        JsonNode today = data.at("/activity/today");
        assertThat(today.path("requests").asLong()).isEqualTo(before + 2);
        assertThat(today.path("cost_nano_usd").asString())
                .isEqualTo(Long.toString((before + 2) * Long.parseLong(COST)));
        String usage = "/admin/keys/" + data.path("id").asString() + "/usage";
        assertThat(Http.json(control.get(usage)).path("requests").asLong()).isEqualTo(before + 2);
        assertThat(Http.json(control.get(usage + "?to=" + hour())).path("requests").asLong())
                .isLessThanOrEqualTo(before + 2);
    }

    @Test
    void givesAnOperatorATable() {
        call("");
        requests(); // waits until everything on record is in the tables

        HttpResponse<String> table =
                control.get("/audit/spend?groupBy=teamId,model&orgId=acme", "text/csv");
        assertThat(table.statusCode()).as(table.body()).isEqualTo(200);
        assertThat(table.headers().firstValue("content-type").orElse("")).startsWith("text/csv");
        String[] lines = table.body().split("\r\n", -1);
        assertThat(lines[0]).startsWith("teamId,model,requests,unpricedRequests,");
        JsonNode row =
                Http.json(control.get("/audit/spend?groupBy=teamId,model&orgId=acme"))
                        .at("/rows/0");
        assertThat(row.path("teamId").asString()).isEqualTo("platform");
        assertThat(lines[1])
                .startsWith("platform,gpt-4.1-mini," + row.path("requests").asLong() + ",0,")
                .endsWith("," + row.path("costUsd").asString());
    }

    private static String hour() {
        return Instant.now().truncatedTo(java.time.temporal.ChronoUnit.HOURS).toString();
    }

    private static long requests() {
        return Http.json(application.get("/v1/key")).at("/data/activity/total/requests").asLong();
    }

    private static String call(String members) {
        HttpResponse<String> answer =
                application.post(
                        "/v1/chat/completions",
                        "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"
                                + members
                                + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
    }
}
