package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.Bridge;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Protocol;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Which bridge leads from a client's API to a provider's protocol.
public final class Bridges {

    private static final Bridge CHAT = new OpenAiBridge(Surface.CHAT_COMPLETIONS);
    private static final Bridge EMBEDDINGS = new OpenAiBridge(Surface.EMBEDDINGS);
    private static final Bridge CHAT_TO_ANTHROPIC = new ChatToAnthropic(InstantSource.system());
    private static final Bridge COMPLETIONS = new OpenAiBridge(Surface.COMPLETIONS);
    private static final Bridge MESSAGES = new MessagesBridge();
    private static final Bridge MESSAGES_TO_OPENAI = new MessagesToOpenAi();

    private Bridges() {}

    /// The bridge; `null` where the protocol has nothing like the API.
    public static @Nullable Bridge between(Surface surface, Protocol protocol) {
        return switch (protocol) {
            case OPENAI, SIMULATOR ->
                    switch (surface) {
                        case CHAT_COMPLETIONS -> CHAT;
                        case EMBEDDINGS -> EMBEDDINGS;
                        case COMPLETIONS -> COMPLETIONS;
                        case MESSAGES -> MESSAGES_TO_OPENAI;
                    };
            case ANTHROPIC ->
                    switch (surface) {
                        case CHAT_COMPLETIONS -> CHAT_TO_ANTHROPIC;
                        case MESSAGES -> MESSAGES;
                        case EMBEDDINGS, COMPLETIONS -> null;
                    };
        };
    }
}
