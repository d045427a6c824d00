package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.proof.Receipt;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The sequence of the contract on a fresh installation, as users of the field already send it.
class ContractIT {

    private static final String ASK =
            "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                    + "\"x_unknown\":12345678901234567890%s}";

    private static final Pattern COMMENT =
            Pattern.compile("\n\n: x-affidavit-receipt (\\S+)\ndata: \\[DONE]\n\n$");

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
        HttpResponse<String> missing =
                control.post("/admin/keys", "{\"orgId\":\"acme\",\"teamId\":\"platform\"}");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("acme");
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
    void streamsAndRecordsACall() throws Exception {
        HttpResponse<String> answer =
                application.post("/v1/chat/completions", ASK.formatted(",\"stream\":true"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"Hel\"", "\"lo\"").endsWith("data: [DONE]\n\n");
        assertThat(answer.body()).doesNotContain("prompt_tokens"); // nobody asked for usage
        assertRecorded(answer);
        assertThat(answer.headers().firstValue("x-affidavit-receipt")).isEmpty();
        Matcher comment = COMMENT.matcher(answer.body());
        assertThat(comment.find()).as(answer.body()).isTrue();
        assertVouches(comment.group(1), answer);
    }

    @Test
    void answersAndRecordsACall() throws Exception {
        HttpResponse<String> answer = application.post("/v1/chat/completions", ASK.formatted(""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Http.json(answer).at("/choices/0/message/content").asString())
                .isEqualTo("Hello");
        assertRecorded(answer);
        assertVouches(answer.headers().firstValue("x-affidavit-receipt").orElseThrow(), answer);
    }

    @Test
    void givesAReceiptForARefusal() throws Exception {
        HttpResponse<String> answer =
                application.post("/v1/chat/completions", ASK.formatted("").replace("fast", "no"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertVouches(answer.headers().firstValue("x-affidavit-receipt").orElseThrow(), answer);
    }

    /// By the commands of the page, and by the call's history; and it can be had again.
    private static void assertVouches(String receipt, HttpResponse<String> answer)
            throws Exception {
        PageCommands page = PageCommands.of("receipts.md");
        Path keys = gateway.data().resolve("keys");
        Path desk = Files.createTempDirectory(temporary, "desk");
        Files.copy(keys.resolve("receipt.ed25519.pub"), desk.resolve("receipt.ed25519.pub"));
        PageCommands.Typed typed = page.type(0, desk, Map.of("RECEIPT", receipt));
        assertThat(typed.output()).contains("Signature Verified Successfully");
        assertThat(typed.exit()).isZero();
        String other = receipt.replace(";pos=", ";pos=1");
        assertThat(page.type(0, desk, Map.of("RECEIPT", other)).exit()).isNotZero();

        String id = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
        JsonNode last = Http.json(control.get("/audit/calls/" + id)).path("events");
        last = last.path(last.size() - 1);
        Receipt read = Receipt.parse(receipt);
        assertThat(read.position()).isEqualTo(last.path("position").asLong());
        assertThat(read.leaf()).hasToString(last.path("leaf").asString());
        JsonNode again = Http.json(control.get("/evidence/receipts/" + id));
        assertThat(again.path("receipt").asString()).isEqualTo(receipt);
    }

    @Test
    void sendsTheProviderItsOwnCredentialAndEveryUnknownMember() {
        application.post("/v1/chat/completions", ASK.formatted(""));

        OpenAiDouble.Seen seen = provider.seen().getLast();
        assertThat(seen.authorization()).isEqualTo("Bearer sk-secret");
        assertThat(seen.body())
                .contains("\"x_unknown\":12345678901234567890", "\"model\":\"gpt-4.1-mini\"");
    }

    @Test
    void refusesARevokedKeyAtOnce() {
        String key =
                Http.json(control.post("/admin/keys", "{\"orgId\":\"acme\"}"))
                        .path("key")
                        .asString();
        Http caller = new Http(gateway.dataUrl(), key);
        assertThat(caller.get("/v1/models").statusCode()).isEqualTo(200);

        String id = key.substring("sk-aff-".length(), "sk-aff-".length() + 12);
        assertThat(control.delete("/admin/keys/" + id).statusCode()).isEqualTo(200);

        assertThat(caller.get("/v1/models").statusCode()).isEqualTo(401);
    }

    private static void assertRecorded(HttpResponse<String> answer) {
        String id = answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
        JsonNode history = Http.json(control.get("/audit/calls/" + id));
        assertThat(history.at("/chain/verified").asBoolean()).as(history.toString()).isTrue();
        assertThat(history.path("events").findValuesAsString("type"))
                .containsExactly(
                        "call.admitted",
                        "guardrail.judged",
                        "route.chosen",
                        "guardrail.judged",
                        "call.completed");
        JsonNode completed = history.path("events").path(4).path("data");
        assertThat(completed.at("/usage/input").asString()).isEqualTo("20");
        assertThat(completed.at("/usage/output").asString()).isEqualTo("6");
        // 20 x 0.40 USD and 6 x 1.60 USD per million tokens
        assertThat(completed.path("cost_nano_usd").asString()).isEqualTo("17600");
    }
}
