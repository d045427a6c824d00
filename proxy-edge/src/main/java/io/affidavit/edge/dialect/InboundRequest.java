package io.affidavit.edge.dialect;

import io.affidavit.schemas.call.Surface;
import org.jspecify.annotations.Nullable;

/// A request body that can be a call: the bytes as received and what the gateway has to know of
/// them. Members it does not know stay untouched in the bytes.
public final class InboundRequest implements InboundResult {

    private static final long BYTES_PER_TOKEN = 4;

    private final Surface surface;
    private final byte[] body;
    private final String model;
    private final Facts facts;
    private final long promptTokens;

    public InboundRequest(Surface surface, byte[] body, String model, Facts facts) {
        this(surface, body, model, facts, body.length / BYTES_PER_TOKEN);
    }

    private InboundRequest(
            Surface surface, byte[] body, String model, Facts facts, long promptTokens) {
        this.surface = surface;
        this.body = body;
        this.model = model;
        this.facts = facts;
        this.promptTokens = promptTokens;
    }

    /// What the body asks for, besides the model.
    ///
    /// @param costAsked whether the answer is to tell what it costs
    /// @param maxOutputTokens 0 where it names no bound
    /// @param modelValue where the model's name stands, quotes included
    /// @param askUsage the change that makes the provider report usage in a stream; `null` when
    ///   none is needed
    /// @param ours what the body says to the gateway alone and no provider is to see; `null` for
    ///   nothing
    public record Facts(
            boolean stream,
            boolean usageAsked,
            boolean base64Asked,
            boolean costAsked,
            long maxOutputTokens,
            long choices,
            Splice modelValue,
            @Nullable Splice askUsage,
            @Nullable Splice ours) {}

    /// A replacement of the bytes from `from` up to `to`; an insertion where they are equal.
    public record Splice(int from, int to, String text) {}

    /// The API it came through.
    public Surface surface() {
        return surface;
    }

    /// The bytes as received; not to be changed.
    public byte[] body() {
        return body;
    }

    /// Member `model`, not yet checked to be an alias.
    public String model() {
        return model;
    }

    /// Whether the answer is asked for as server-sent events.
    public boolean stream() {
        return facts.stream();
    }

    /// Whether the client itself asked for the usage chunk of a stream.
    public boolean usageAsked() {
        return facts.usageAsked();
    }

    /// Whether the answer is to tell what it costs.
    public boolean costAsked() {
        return facts.costAsked();
    }

    /// The same request, whose answer is to tell what it costs. In a stream that takes the usage
    /// chunk.
    public InboundRequest askingCost() {
        Facts asking =
                new Facts(
                        facts.stream(),
                        true,
                        facts.base64Asked(),
                        true,
                        facts.maxOutputTokens(),
                        facts.choices(),
                        facts.modelValue(),
                        facts.askUsage(),
                        facts.ours());
        return new InboundRequest(surface, body, model, asking, promptTokens);
    }

    /// The same request, whose prompt was counted.
    public InboundRequest counted(long tokens) {
        return new InboundRequest(surface, body, model, facts, tokens);
    }

    /// What the prompt is taken for where an answer does not say: its count, and where nobody
    /// counted four bytes of the body a token. An image that the body only names is read all the
    /// same, and one that it holds is not read as text.
    public long promptTokens() {
        return promptTokens;
    }

    /// Whether embeddings are asked for as base64 of little-endian floats.
    public boolean base64Asked() {
        return facts.base64Asked();
    }

    /// Most completion tokens of one choice; 0 where the request names no bound.
    public long maxOutputTokens() {
        return facts.maxOutputTokens();
    }

    /// Number of choices asked for, at least 1.
    public long choices() {
        return facts.choices();
    }

    public Facts facts() {
        return facts;
    }

    @Override
    public String toString() {
        return "InboundRequest[" + surface + ", " + body.length + " bytes]";
    }
}
