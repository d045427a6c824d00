package io.affidavit.edge.tokens;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Lets tests begin when the tokenizers are read, however busy the machine is.
public final class ReadTokenizers implements BeforeAllCallback {

    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();

    @Override
    public void beforeAll(ExtensionContext context) {
        long begin = System.nanoTime();
        for (ModelFamily family : ModelFamily.values()) {
            while (Tokenizers.of(family) == null) {
                if (System.nanoTime() - begin > PATIENCE_NANOS) {
                    throw new AssertionError("no tokenizer for " + family);
                }
            }
        }
    }
}
