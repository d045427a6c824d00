package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.tokens.PromptCount;
import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Destination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a call is expected to use at most. Its prompt is counted only where a limit in tokens or
/// money counts the call; a limit so new that the catalogue does not show it yet is held by the
/// bytes.
final class Expected {

    private static final String BY_BYTES = "utf8_bytes_div3/1";
    private static final long BYTES_PER_TOKEN = 3;

    private Expected() {}

    /// The estimate for wherever it may be sent. A count is remembered for an answer that does not
    /// say what it used.
    static Estimate of(CallContext call, List<Destination> destinations) {
        byte[] body = call.inbound().body();
        PromptCount counted =
                isMetered(call, destinations) ? PromptCount.of(body, destinations) : null;
        if (counted == null) {
            return new Estimate(
                    Math.ceilDiv((long) body.length, BYTES_PER_TOKEN), output(call), BY_BYTES);
        }
        call.read(call.inbound().counted(counted.tokens()));
        return new Estimate(counted.tokens(), output(call), counted.method());
    }

    private static boolean isMetered(CallContext call, List<Destination> destinations) {
        if (call.catalog().isMetered(call.key(), call.alias())) {
            return true;
        }
        for (Destination destination : destinations) {
            if (call.catalog().isMetered(destination.deployment())) {
                return true;
            }
        }
        return false;
    }

    private static long output(CallContext call) {
        InboundRequest request = call.inbound();
        if (request.surface() == Surface.EMBEDDINGS) {
            return 0;
        }
        @Nullable Integer ceiling = call.route().rules().maxOutputTokens();
        long unbounded = ceiling == null ? Bookings.UNBOUNDED_OUTPUT : ceiling;
        long each = request.maxOutputTokens() > 0 ? request.maxOutputTokens() : unbounded;
        return each > Long.MAX_VALUE / request.choices()
                ? Long.MAX_VALUE
                : each * request.choices();
    }
}
