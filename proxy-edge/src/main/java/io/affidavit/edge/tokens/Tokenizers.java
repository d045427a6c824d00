package io.affidavit.edge.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokenizers of this process. Their tables take about a second and some tens of megabytes, so
/// they are read once, beside the calls, and only where a call needs them.
public final class Tokenizers {

    private static final Logger LOG = LoggerFactory.getLogger(Tokenizers.class);

    /// Longest wait of a call for tables that are being read.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

    private Tokenizers() {}

    private static final class O200k {
        static final CompletableFuture<TextTokens> TABLES = read(EncodingType.O200K_BASE);

        static void begin() {
            // Whoever calls it has the class made, and the reading with it.
        }
    }

    private static final class Cl100k {
        static final CompletableFuture<TextTokens> TABLES = read(EncodingType.CL100K_BASE);
    }

    /// Begins to read the tables that nearly every call needs. Returns at once.
    public static void warm() {
        O200k.begin();
    }

    /// The tokenizer of a family, or the one its counts are made from; `null` when its tables
    /// cannot be had in time. Waits for them, so never on an event loop.
    static @Nullable TextTokens of(ModelFamily family) {
        try {
            return tables(family).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException _) {
            return null;
        }
    }

    private static CompletableFuture<TextTokens> tables(ModelFamily family) {
        return family == ModelFamily.CL100K ? Cl100k.TABLES : O200k.TABLES;
    }

    private static CompletableFuture<TextTokens> read(EncodingType type) {
        CompletableFuture<TextTokens> tables = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("tokenizer-" + type.getName())
                .daemon()
                .start(() -> {
                    try {
                        tables.complete(new TextTokens(REGISTRY.getEncoding(type)));
                    } catch (RuntimeException | Error e) {
                        LOG.atWarn().setCause(e).log("a tokenizer cannot be read");
                        tables.completeExceptionally(e);
                    }
                });
        return tables;
    }
}
