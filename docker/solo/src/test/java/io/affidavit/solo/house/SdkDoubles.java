package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.AnthropicDouble;
import io.affidavit.edge.anthropic.Message;
import io.affidavit.edge.anthropic.Message.Block;
import io.affidavit.edge.openai.OpenAiDouble;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/// A strict provider of each dialect behind a gateway: alias `gpt` and alias `claude`.
final class SdkDoubles implements AutoCloseable {

    private final OpenAiDouble openAi = OpenAiDouble.start();
    private final AnthropicDouble anthropic = AnthropicDouble.start().answer(SdkDoubles::answer);
    private final Http control;

    SdkDoubles(Gateway gateway) {
        this.control = new Http(gateway.controlUrl(), gateway.operatorToken());
    }

    /// Registers both.
    ///
    /// @return a key for every alias of organization `demo`, whose limits have room for all
    String provide() {
        limit("requests", 1_000);
        limit("tokens", 100_000_000);
        provide("gpt", "openai", openAi.baseUrl(), "gpt-4.1");
        provide("claude", "anthropic", anthropic.baseUrl(), "claude-sonnet-4-5");
        return Http.json(create("/admin/keys", "{\"orgId\":\"demo\"}")).path("key").asString();
    }

    /// Requests that a provider found wrong although the gateway made them from sound ones.
    int wronglyTold() {
        return openAi.refused();
    }

    private void limit(String unit, int amount) {
        HttpResponse<String> answer =
                control.send(
                        "PUT",
                        "/admin/limits",
                        """
                        {"scope":{"kind":"organization","id":"demo"},"unit":"%s",
                         "window":"minute","amount":"%d"}
                        """
                                .formatted(unit, amount));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void provide(String alias, String protocol, String baseUrl, String model) {
        create(
                "/admin/providers",
                "{\"name\":\"%s\",\"protocol\":\"%s\",\"credential\":\"sk-secret\",\"baseUrl\":\"%s\"}"
                        .formatted(alias, protocol, baseUrl));
        create(
                "/admin/deployments",
                "{\"alias\":\"%s\",\"provider\":\"%s\",\"upstreamModel\":\"%s\"}"
                        .formatted(alias, alias, model));
    }

    private HttpResponse<String> create(String path, String json) {
        HttpResponse<String> answer = control.post(path, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    /// Two tool calls where the last user text asks for them, else its echo.
    private static Message answer(JsonNode body) {
        String last = "";
        for (JsonNode message : body.get("messages")) {
            if (message.get("role").stringValue().equals("user")) {
                JsonNode content = message.get("content");
                last = content.isString() ? content.stringValue() : last;
                for (JsonNode block : content) {
                    last = block.path("text").asString(last);
                }
            }
        }
        return last.contains("use your tools")
                ? Message.of(
                        "tool_use",
                        new Block.Text("Let me see."),
                        new Block.ToolUse("toolu_1", "weather", "{\"id\":90071992547409930}"),
                        new Block.ToolUse("toolu_2", "weather", "{\"city\":\"Köln\"}"))
                : Message.text("You said: " + last);
    }

    @Override
    public void close() {
        openAi.close();
        anthropic.close();
    }
}
