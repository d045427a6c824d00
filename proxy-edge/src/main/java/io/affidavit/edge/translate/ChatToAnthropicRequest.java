package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.ModelTraits;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.Losses;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a chat completion as a request to Anthropic's Messages for one model.
final class ChatToAnthropicRequest {

    private static final int HEAD_BYTES = 512;

    private final InboundRequest request;
    private final ModelTraits traits;
    private final Set<Unsaid> unsaid = EnumSet.noneOf(Unsaid.class);
    private final Set<Adjusted> adjusted = EnumSet.noneOf(Adjusted.class);
    private final JsonOut out;

    private ChatToAnthropicRequest(InboundRequest request, ModelTraits traits, JsonOut out) {
        this.request = request;
        this.traits = traits;
        this.out = out;
    }

    /// The body for the provider.
    static byte[] write(InboundRequest request, String upstreamModel) {
        JsonOut out = new JsonOut(request.body().length + HEAD_BYTES);
        new ChatToAnthropicRequest(request, ModelTraits.of(upstreamModel), out).all(upstreamModel);
        return out.toArray();
    }

    /// What the body would leave out or change, found by writing it to nowhere: so both always
    /// agree.
    static Losses losses(InboundRequest request, String upstreamModel) {
        ChatToAnthropicRequest draft =
                new ChatToAnthropicRequest(request, ModelTraits.of(upstreamModel), JsonOut.none());
        draft.all(upstreamModel);
        return new Losses(Unsaid.names(draft.unsaid), Adjusted.names(draft.adjusted));
    }

    private void all(String upstreamModel) {
        ChatMembers chat = ChatMembers.of(request, unsaid);
        long maxTokens = request.maxOutputTokens();
        long bound = maxTokens == 0 ? traits.maxOutputTokens() : maxTokens;
        out.ascii("{\"model\":").string(upstreamModel).member("max_tokens").number(bound);
        if (request.stream()) {
            out.member("stream").ascii("true");
        }
        boolean goesOn = messages(chat);
        ChatToAnthropicTools tools = new ChatToAnthropicTools(unsaid, out, traits.schemas());
        tools.write(chat, traits.schemas() ? null : chat.schema);
        if (tools.isLoosened()) {
            adjusted.add(Adjusted.TOOLS_STRICT);
        }
        new ChatToAnthropicSettings(traits, adjusted, out)
                .write(chat, bound, !tools.force(), goesOn);
        stop(chat.stop);
        JsonValue user = chat.user == null ? chat.safetyIdentifier : chat.user;
        if (user != null) {
            out.member("metadata").ascii("{\"user_id\":").raw(user).ascii("}");
        }
        if (chat.tier != null) {
            out.member("service_tier").string(chat.tier);
        }
        out.ascii("}");
    }

    /// Writes turns and system; whether the last turn answers tool calls.
    private boolean messages(ChatMembers chat) {
        JsonOut system = new JsonOut(HEAD_BYTES);
        ChatToAnthropicTurns turns = new ChatToAnthropicTurns(unsaid, out, system);
        out.member("messages").ascii("[");
        if (chat.messages != null) {
            turns.write(chat.messages);
        }
        out.ascii("]");
        if (system.length() > 0) {
            out.member("system").ascii("[").append(system).ascii("]");
        }
        return turns.endWithResults();
    }

    private void stop(@Nullable JsonValue stop) {
        if (stop == null) {
            return;
        }
        JsonOut words = new JsonOut(64);
        if (stop.isString()) {
            word(stop, words);
        } else if (stop.isArray()) {
            for (JsonValue element : stop.elements()) {
                word(element, words);
            }
        } else { // the provider's to refuse
            words.raw(stop);
        }
        if (words.length() > 0) {
            out.member("stop_sequences").ascii("[").append(words).ascii("]");
        }
    }

    /// A stop sequence of nothing but whitespace would be refused.
    private void word(JsonValue word, JsonOut words) {
        if (word.isString() && !word.isBlank()) {
            words.item().raw(word);
        }
    }
}
