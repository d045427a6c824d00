package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.json.JsonValue;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The members of a chat completion that another dialect can say, as places in its bytes; `null` is
/// as good as absent. What cannot be said is noted. Members that change no answer are passed over:
/// `metadata`, `prompt_cache_key` and whatever is unknown.
final class ChatMembers {

    private static final Set<String> EFFORTS =
            Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private final Set<Unsaid> unsaid;
    @Nullable JsonValue messages;
    @Nullable JsonValue tools;
    @Nullable JsonValue toolChoice;
    @Nullable JsonValue stop;
    @Nullable JsonValue temperature;
    @Nullable JsonValue topP;
    @Nullable JsonValue topK;
    @Nullable JsonValue schema;
    @Nullable JsonValue user;
    @Nullable JsonValue safetyIdentifier;
    @Nullable String effort;
    @Nullable String tier;
    boolean oneToolAtATime;

    private ChatMembers(Set<Unsaid> unsaid) {
        this.unsaid = unsaid;
    }

    static ChatMembers of(InboundRequest request, Set<Unsaid> unsaid) {
        ChatMembers members = new ChatMembers(unsaid);
        if (request.choices() > 1) {
            unsaid.add(Unsaid.N);
        }
        JsonValue.checked(request.body()).members().forEach(members::member);
        return members;
    }

    /// Whether the answer must follow a schema.
    static boolean wantsJson(InboundRequest request) {
        return of(request, EnumSet.noneOf(Unsaid.class)).schema != null;
    }

    private void member(String name, JsonValue value) {
        switch (name) {
            case "messages" -> messages = value;
            case "tools" -> tools = value;
            case "tool_choice" -> toolChoice = value;
            case "parallel_tool_calls" -> oneToolAtATime = value.first() == 'f';
            case "stop" -> stop = value;
            case "temperature" -> temperature = value;
            case "top_p" -> topP = value;
            case "top_k" -> topK = value;
            case "user" -> user = value.isString() ? value : null;
            case "safety_identifier" -> safetyIdentifier = value.isString() ? value : null;
            case "reasoning_effort" -> effort(value);
            case "response_format" -> format(value);
            case "service_tier" -> tier(value);
            default -> unsayable(name, value);
        }
    }

    private void unsayable(String name, JsonValue value) {
        switch (name) {
            case "logprobs" -> note(Unsaid.LOGPROBS, value.first() != 'f');
            case "top_logprobs" -> note(Unsaid.TOP_LOGPROBS, !isZero(value));
            case "logit_bias" -> note(Unsaid.LOGIT_BIAS, !value.isEmpty());
            case "seed" -> unsaid.add(Unsaid.SEED);
            case "frequency_penalty" -> note(Unsaid.FREQUENCY_PENALTY, !isZero(value));
            case "presence_penalty" -> note(Unsaid.PRESENCE_PENALTY, !isZero(value));
            case "modalities" -> note(Unsaid.MODALITIES, !isOnlyText(value));
            case "audio" -> unsaid.add(Unsaid.AUDIO);
            case "prediction" -> unsaid.add(Unsaid.PREDICTION);
            case "web_search_options" -> unsaid.add(Unsaid.WEB_SEARCH_OPTIONS);
            case "verbosity" -> note(Unsaid.VERBOSITY, !value.is("medium"));
            case "store" -> note(Unsaid.STORE, value.first() != 'f');
            case "functions" -> note(Unsaid.FUNCTIONS, !value.isEmpty());
            default -> {
                // It changes no answer, or nobody here knows what it means.
            }
        }
    }

    private void format(JsonValue value) {
        JsonMembers format = JsonMembers.of(value);
        if (format.text("type").equals("json_schema")) {
            schema = JsonMembers.of(format.get("json_schema")).object("schema");
        }
        note(Unsaid.RESPONSE_FORMAT, schema == null && !format.text("type").equals("text"));
    }

    private void tier(JsonValue value) {
        if (value.is("auto")) {
            tier = "auto";
        } else if (value.is("default")) {
            tier = "standard_only";
        } else {
            unsaid.add(Unsaid.SERVICE_TIER);
        }
    }

    private void effort(JsonValue value) {
        String word = value.isString() ? value.text() : "";
        if (EFFORTS.contains(word)) {
            effort = word;
        } else {
            unsaid.add(Unsaid.REASONING_EFFORT);
        }
    }

    private void note(Unsaid what, boolean asked) {
        if (asked) {
            unsaid.add(what);
        }
    }

    private static boolean isZero(JsonValue value) {
        String text = value.isString() ? "" : value.json();
        return text.matches("-?0(\\.0*)?([eE].*)?");
    }

    private static boolean isOnlyText(JsonValue value) {
        boolean only = value.isArray();
        for (JsonValue modality : value.elements()) {
            only &= modality.is("text");
        }
        return only;
    }
}
