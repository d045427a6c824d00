package io.affidavit.edge.call;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Answers load balancers. Says nothing about anybody's calls, so it asks for no key.
public final class Health {

    private final BooleanSupplier possible;

    /// @param possible whether catalogue and record allow a call right now; never blocks
    public Health(BooleanSupplier possible) {
        this.possible = possible;
    }

    Answer live() {
        return status(200, "live");
    }

    Answer ready(boolean draining) {
        if (draining) {
            return status(503, "draining");
        }
        return possible.getAsBoolean() ? status(200, "ready") : status(503, "not_ready");
    }

    private static Answer status(int code, String word) {
        byte[] body = ("{\"status\":\"" + word + "\"}").getBytes(StandardCharsets.US_ASCII);
        return new Answer(code, body, List.of(), false);
    }
}
