package io.affidavit.edge.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a chat completion can ask for and Anthropic's Messages cannot say.
enum Unsaid {
    N("n"),
    LOGPROBS("logprobs"),
    TOP_LOGPROBS("top_logprobs"),
    LOGIT_BIAS("logit_bias"),
    SEED("seed"),
    FREQUENCY_PENALTY("frequency_penalty"),
    PRESENCE_PENALTY("presence_penalty"),
    /// JSON of any shape, `json_object`.
    RESPONSE_FORMAT("response_format"),
    MODALITIES("modalities"),
    AUDIO("audio"),
    PREDICTION("prediction"),
    WEB_SEARCH_OPTIONS("web_search_options"),
    /// A word for effort that nobody knows.
    REASONING_EFFORT("reasoning_effort"),
    VERBOSITY("verbosity"),
    STORE("store"),
    SERVICE_TIER("service_tier"),
    FUNCTIONS("functions"),
    /// Another tool than a function.
    TOOLS("tools"),
    /// Another choice than the four that both know, or one among no tools.
    TOOL_CHOICE("tool_choice"),
    MESSAGE_ROLE("messages.role"),
    MESSAGE_NAME("messages.name"),
    MESSAGE_AUDIO("messages.audio"),
    MESSAGE_FUNCTION_CALL("messages.function_call"),
    /// Content of a type that no message has.
    MESSAGE_CONTENT("messages.content"),
    /// An image of another type than the provider takes, that is no base64, or by another address
    /// than an `https` one.
    IMAGE("messages.content.image_url"),
    INPUT_AUDIO("messages.content.input_audio"),
    /// A file by its id at another provider, or of a type that no document has.
    FILE("messages.content.file");

    private final String member;

    Unsaid(String member) {
        this.member = member;
    }

    static List<String> names(Set<Unsaid> found) {
        List<String> names = new ArrayList<>(found.size());
        for (Unsaid unsaid : found) {
            names.add(unsaid.member);
        }
        return List.copyOf(names);
    }
}
