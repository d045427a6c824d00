package io.affidavit.edge.tokens;

import io.affidavit.schemas.routing.Destination;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tokens of a prompt, rarely fewer than a provider will count.
///
/// @param tokens of everything that the model reads
/// @param method how they were counted, as records say it
public record PromptCount(long tokens, String method) {

    /// What providers put before a prompt that offers tools.
    private static final long TOOLS = 700;

    private static final long PERCENT = 135;
    private static final long BYTES_PER_TOKEN = 3;

    /// The most over all models that the prompt may be sent to; `null` when it cannot be counted.
    /// May take milliseconds, so never on an event loop.
    ///
    /// @param body a request that was scanned
    public static @Nullable PromptCount of(byte[] body, List<Destination> destinations) {
        Set<ModelFamily> families = EnumSet.noneOf(ModelFamily.class);
        long imageTokens = 0;
        for (Destination destination : destinations) {
            families.add(ModelFamily.of(destination.upstreamModel()));
            imageTokens =
                    Math.max(imageTokens, ModelFamily.imageTokens(destination.upstreamModel()));
        }
        PromptCount most = null;
        for (ModelFamily family : families) {
            TextTokens tokenizer = Tokenizers.of(family);
            if (tokenizer == null) {
                return null;
            }
            long tokens = tokens(family, new PromptTally(tokenizer, body, imageTokens));
            if (most == null || tokens > most.tokens()) {
                most = new PromptCount(tokens, family.method());
            }
        }
        return most;
    }

    private static long tokens(ModelFamily family, PromptTally tally) {
        return switch (family) {
            case O200K, CL100K -> tally.tokens() + tally.extra();
            case OTHER ->
                    Math.max(
                                    Math.ceilDiv(tally.tokens() * PERCENT, 100L),
                                    Math.ceilDiv(tally.textBytes(), BYTES_PER_TOKEN))
                            + tally.extra()
                            + (tally.tools() ? TOOLS : 0);
        };
    }
}
