package io.affidavit.edge.anthropic;

import io.affidavit.edge.upstream.FakeProvider.Received;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the real service refuses in a request, from its head to its settings (Messages reference
/// and API errors page, read 2026-11-25). Messages and tools are judged by [MessageRules] and
/// [ToolRules].
final class AnthropicRules {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Set<String> VERSIONS = Set.of("2023-01-01", "2023-06-01", "2026-10-21");
    private static final Set<String> MEMBERS =
            Set.of(
                    "model",
                    "messages",
                    "max_tokens",
                    "system",
                    "metadata",
                    "stop_sequences",
                    "stream",
                    "temperature",
                    "top_k",
                    "top_p",
                    "tools",
                    "tool_choice",
                    "thinking",
                    "output_config",
                    "service_tier",
                    "container",
                    "context_management",
                    "mcp_servers",
                    "inference_geo",
                    "cache_control",
                    "speed");
    private static final Pattern OLDER =
            Pattern.compile("claude-(3-|sonnet-4|haiku-4|opus-4-[01256]|opus-4$).*");
    private static final Pattern OF_4_6 = Pattern.compile("claude-(opus|sonnet)-4-6.*");
    private static final Pattern EITHER_SAMPLER =
            Pattern.compile("claude-(opus-4-1|(opus|sonnet|haiku)-4-[56]).*");
    private static final Pattern KNOWS_EFFORT = Pattern.compile("claude-opus-4-5.*");

    private AnthropicRules() {}

    /// What becomes of a request.
    ///
    /// @param refusal the message of the error; `null` for a sound request
    record Verdict(int status, String type, String refusal, JsonNode body) {}

    /// A rule that was broken.
    static final class Broken extends RuntimeException {

        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }

    static Verdict judge(Received request) {
        if (!request.head().getFirst().startsWith("POST /v1/messages HTTP/1.1")) {
            return new Verdict(404, "not_found_error", "Not Found", null);
        }
        String secret = secret(request);
        if (secret == null) {
            return new Verdict(401, "authentication_error", "x-api-key header is required", null);
        }
        if (secret.startsWith("wrong")) {
            return new Verdict(401, "authentication_error", "invalid x-api-key", null);
        }
        try {
            require(
                    request.values("anthropic-version").size() == 1,
                    "anthropic-version: header is required");
            String version = request.values("anthropic-version").getFirst();
            require(VERSIONS.contains(version), "anthropic-version: is not a valid version");
            JsonNode body = read(request.body());
            new AnthropicRules.Root(body, version).judge();
            return new Verdict(200, "", null, body);
        } catch (Broken e) {
            return new Verdict(400, "invalid_request_error", e.getMessage(), null);
        } catch (JacksonException e) {
            return new Verdict(
                    400, "invalid_request_error", "The request body is not valid JSON", null);
        }
    }

    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    static void require(boolean rule, String message) {
        if (!rule) {
            throw new Broken(message);
        }
    }

    static void onlyMembers(JsonNode node, String path, Set<String> known) {
        for (String name : node.propertyNames()) {
            require(known.contains(name), path + name + ": Extra inputs are not permitted");
        }
    }

    /// One credential in one of the two forms; anything else is none.
    private static String secret(Received request) {
        List<String> keys = request.values("x-api-key");
        List<String> bearers = request.values("authorization");
        if (keys.size() + bearers.size() != 1) {
            return null;
        }
        String value = keys.isEmpty() ? bearers.getFirst() : "Bearer " + keys.getFirst();
        return value.startsWith("Bearer ") && value.length() > 7 ? value.substring(7) : null;
    }

    /// The members beside messages and tools.
    private record Root(JsonNode body, String version) {

        void judge() {
            require(body.isObject(), "body: Input should be an object");
            onlyMembers(body, "", MEMBERS);
            require(body.path("model").isString(), "model: Field required");
            require(body.has("messages"), "messages: Field required");
            long max = tokens();
            new MessageRules(body, newest()).judge();
            ToolRules.judge(body, hasSchemas());
            thinking(max);
            sampling();
            output();
            words();
        }

        private String model() {
            return body.get("model").stringValue();
        }

        private boolean newest() {
            return model().startsWith("claude-") && !OLDER.matcher(model()).matches();
        }

        private boolean hasSchemas() {
            return newest()
                    || (EITHER_SAMPLER.matcher(model()).matches()
                            && !model().startsWith("claude-opus-4-1"));
        }

        private long tokens() {
            require(body.has("max_tokens"), "max_tokens: Field required");
            JsonNode max = body.get("max_tokens");
            require(max.isIntegralNumber(), "max_tokens: Input should be a valid integer");
            require(max.longValue() >= 1, "max_tokens: Input should be greater than or equal to 1");
            long most = model().startsWith("claude-3-haiku") ? 4_096 : 128_000;
            require(
                    max.longValue() <= most,
                    "max_tokens: " + max + " > " + most + ", which is the maximum allowed number");
            return max.longValue();
        }

        private void thinking(long maxTokens) {
            JsonNode thinking = body.path("thinking");
            if (!thinking.isObject() || thinking.path("type").asString("").equals("disabled")) {
                return;
            }
            if (thinking.path("type").asString("").equals("adaptive")) {
                require(
                        newest() || OF_4_6.matcher(model()).matches(),
                        "thinking.type: adaptive thinking is not supported on this model");
                return;
            }
            require(!newest(), "thinking.type: \"enabled\" is not supported on this model");
            long budget = thinking.path("budget_tokens").asLong(0);
            require(
                    budget >= 1_024,
                    "thinking.budget_tokens: Input should be greater than or equal to 1024");
            require(budget < maxTokens, "max_tokens must be greater than thinking.budget_tokens");
            String choice = body.path("tool_choice").path("type").asString("auto");
            require(
                    choice.equals("auto") || choice.equals("none"),
                    "Thinking may not be enabled when tool_choice forces tool use.");
            require(
                    body.path("temperature").asDouble(1) == 1,
                    "temperature may only be set to 1 when thinking is enabled");
            new MessageRules(body, newest()).judgeThinkingHistory();
        }

        private void sampling() {
            boolean refuses = newest() || version.equals("2026-10-21");
            for (String name : List.of("temperature", "top_p", "top_k")) {
                JsonNode value = body.get(name);
                if (value != null) {
                    require(!refuses, name + " is not supported on this model");
                    require(value.isNumber(), name + ": Input should be a valid number");
                    require(
                            name.equals("top_k")
                                    || (value.doubleValue() >= 0 && value.doubleValue() <= 1),
                            name + ": range: 0..1");
                }
            }
            require(
                    !EITHER_SAMPLER.matcher(model()).matches()
                            || !body.has("temperature")
                            || !body.has("top_p"),
                    "`temperature` and `top_p` cannot both be specified for this model.");
        }

        private void output() {
            JsonNode output = body.path("output_config");
            if (output.isMissingNode()) {
                return;
            }
            onlyMembers(output, "output_config.", Set.of("effort", "format", "task_budget"));
            if (output.has("effort")) {
                effort(output.get("effort").asString(""));
            }
            if (output.has("format")) {
                require(hasSchemas(), "output_config.format: not supported on this model");
                JsonNode format = output.get("format");
                onlyMembers(format, "output_config.format.", Set.of("type", "schema"));
                require(
                        format.path("schema").path("type").asString("").equals("object")
                                && !format.get("schema")
                                        .path("additionalProperties")
                                        .asBoolean(true),
                        "output_config.format.schema: For 'object' type, 'additionalProperties'"
                                + " must be explicitly set to false");
            }
        }

        private void effort(String level) {
            boolean of46 = OF_4_6.matcher(model()).matches();
            Set<String> known =
                    newest()
                            ? Set.of("low", "medium", "high", "xhigh", "max")
                            : of46
                                    ? Set.of("low", "medium", "high", "max")
                                    : KNOWS_EFFORT.matcher(model()).matches()
                                            ? Set.of("low", "medium", "high")
                                            : Set.of();
            require(known.contains(level), "output_config.effort: not supported on this model");
        }

        private void words() {
            for (JsonNode stop : body.path("stop_sequences")) {
                require(
                        stop.isString() && !stop.stringValue().isBlank(),
                        "stop_sequences: each stop sequence must contain non-whitespace");
            }
            require(
                    !body.has("stop_sequences") || body.get("stop_sequences").isArray(),
                    "stop_sequences: Input should be a valid list");
            onlyMembers(body.path("metadata"), "metadata.", Set.of("user_id"));
            String tier = body.path("service_tier").asString("auto");
            require(
                    tier.equals("auto") || tier.equals("standard_only"),
                    "service_tier: Input should be 'auto' or 'standard_only'");
        }
    }
}
