package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonSpan;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The members of a chat completion that another dialect can say, as places in its bytes; `null` is
/// as good as absent. What cannot be said is noted. Members that change no answer are passed over:
/// `metadata`, `prompt_cache_key` and whatever is unknown.
final class ChatMembers {

    private static final Set<String> EFFORTS =
            Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private final byte[] body;
    private final Set<Unsaid> unsaid;
    @Nullable JsonSpan messages;
    @Nullable JsonSpan tools;
    @Nullable JsonSpan toolChoice;
    @Nullable JsonSpan stop;
    @Nullable JsonSpan temperature;
    @Nullable JsonSpan topP;
    @Nullable JsonSpan topK;
    @Nullable JsonSpan schema;
    @Nullable JsonSpan user;
    @Nullable JsonSpan safetyIdentifier;
    @Nullable String effort;
    @Nullable String tier;
    boolean oneToolAtATime;

    private ChatMembers(byte[] body, Set<Unsaid> unsaid) {
        this.body = body;
        this.unsaid = unsaid;
    }

    static ChatMembers of(InboundRequest request, Set<Unsaid> unsaid) throws JsonException {
        byte[] body = request.body();
        ChatMembers members = new ChatMembers(body, unsaid);
        if (request.choices() > 1) {
            unsaid.add(Unsaid.N);
        }
        JsonCursor json = new JsonCursor(body, 0, body.length, false);
        json.beginObject();
        while (json.nextMember()) {
            String name = json.name();
            JsonSpan value = json.span();
            if (!value.isNull(body)) {
                members.member(name, value);
            }
        }
        return members;
    }

    /// Whether the answer must follow a schema.
    static boolean wantsJson(InboundRequest request) {
        try {
            return of(request, EnumSet.noneOf(Unsaid.class)).schema != null;
        } catch (JsonException e) {
            throw new IllegalStateException("request: not the JSON that was scanned", e);
        }
    }

    private void member(String name, JsonSpan value) throws JsonException {
        switch (name) {
            case "messages" -> messages = value;
            case "tools" -> tools = value;
            case "tool_choice" -> toolChoice = value;
            case "parallel_tool_calls" -> oneToolAtATime = value.first(body) == 'f';
            case "stop" -> stop = value;
            case "temperature" -> temperature = value;
            case "top_p" -> topP = value;
            case "top_k" -> topK = value;
            case "user" -> user = value.isString(body) ? value : null;
            case "safety_identifier" -> safetyIdentifier = value.isString(body) ? value : null;
            case "reasoning_effort" -> effort(value);
            case "response_format" -> format(value);
            case "service_tier" -> tier(value);
            default -> unsayable(name, value);
        }
    }

    private void unsayable(String name, JsonSpan value) throws JsonException {
        switch (name) {
            case "logprobs" -> note(Unsaid.LOGPROBS, value.first(body) != 'f');
            case "top_logprobs" -> note(Unsaid.TOP_LOGPROBS, !isZero(value));
            case "logit_bias" -> note(Unsaid.LOGIT_BIAS, !isEmpty(value));
            case "seed" -> unsaid.add(Unsaid.SEED);
            case "frequency_penalty" -> note(Unsaid.FREQUENCY_PENALTY, !isZero(value));
            case "presence_penalty" -> note(Unsaid.PRESENCE_PENALTY, !isZero(value));
            case "modalities" -> note(Unsaid.MODALITIES, !isOnlyText(value));
            case "audio" -> unsaid.add(Unsaid.AUDIO);
            case "prediction" -> unsaid.add(Unsaid.PREDICTION);
            case "web_search_options" -> unsaid.add(Unsaid.WEB_SEARCH_OPTIONS);
            case "verbosity" -> note(Unsaid.VERBOSITY, !value.isText(body, "medium"));
            case "store" -> note(Unsaid.STORE, value.first(body) != 'f');
            case "functions" -> note(Unsaid.FUNCTIONS, !isEmpty(value));
            default -> {
                // It changes no answer, or nobody here knows what it means.
            }
        }
    }

    private void format(JsonSpan value) throws JsonException {
        JsonSpan type = null;
        JsonSpan named = null;
        if (value.isObject(body)) {
            JsonCursor json = value.cursor(body);
            json.beginObject();
            while (json.nextMember()) {
                String name = json.name();
                JsonSpan span = json.span();
                type = name.equals("type") ? span : type;
                named = name.equals("json_schema") ? span : named;
            }
        }
        if (type != null && type.isText(body, "json_schema") && named != null) {
            schema = schemaIn(named);
        }
        note(
                Unsaid.RESPONSE_FORMAT,
                schema == null && !(type != null && type.isText(body, "text")));
    }

    private @Nullable JsonSpan schemaIn(JsonSpan named) throws JsonException {
        JsonSpan found = null;
        if (named.isObject(body)) {
            JsonCursor json = named.cursor(body);
            json.beginObject();
            while (json.nextMember()) {
                boolean wanted = json.nameIs("schema");
                JsonSpan span = json.span();
                found = wanted && span.isObject(body) ? span : found;
            }
        }
        return found;
    }

    private void tier(JsonSpan value) {
        if (value.isText(body, "auto")) {
            tier = "auto";
        } else if (value.isText(body, "default")) {
            tier = "standard_only";
        } else {
            unsaid.add(Unsaid.SERVICE_TIER);
        }
    }

    private void effort(JsonSpan value) {
        String word = value.isString(body) ? value.text(body) : "";
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

    private boolean isZero(JsonSpan value) {
        for (int i = value.from(); i < value.to(); i++) {
            byte b = body[i];
            if (b == 'e' || b == 'E') {
                return true;
            }
            if (b != '0' && b != '.' && b != '-') {
                return false;
            }
        }
        return true;
    }

    private boolean isEmpty(JsonSpan value) {
        for (int i = value.from() + 1; i < value.to() - 1; i++) {
            if (body[i] > ' ' || body[i] < 0) {
                return false;
            }
        }
        return value.isObject(body) || value.isArray(body);
    }

    private boolean isOnlyText(JsonSpan value) throws JsonException {
        if (!value.isArray(body)) {
            return false;
        }
        boolean only = true;
        JsonCursor json = value.cursor(body);
        json.beginArray();
        while (json.nextElement()) {
            only &= json.span().isText(body, "text");
        }
        return only;
    }
}
