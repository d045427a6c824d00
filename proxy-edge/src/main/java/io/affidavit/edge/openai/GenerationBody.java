package io.affidavit.edge.openai;

import io.affidavit.edge.json.JsonString;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CallView;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The body of `GET /v1/generation`: what clients of OpenRouter read there, and beside it what the
/// records say exactly.
public final class GenerationBody {

    private static final int MICROS_PER_MILLI = 1_000;

    private final StringBuilder out = new StringBuilder(1_024);

    private GenerationBody() {}

    /// A call as its key sees it.
    public static byte[] of(CallView call) {
        GenerationBody body = new GenerationBody();
        body.out.append("{\"data\":{\"id\":\"").append(call.callId()).append('"');
        body.opening(call);
        body.ending(call.ending());
        return body.out.append("}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void opening(CallView call) {
        CallView.Target target = call.target();
        text("created_at", call.createdAt().toString());
        text("model", call.alias() == null ? null : call.alias().value());
        text("api_type", call.surface() == null ? null : call.surface().code());
        bare("streamed", call.stream());
        bare("attempts", call.attempts());
        text("provider_name", target == null ? null : target.provider().value());
        text("provider_model", target == null ? null : target.model());
    }

    private void ending(CallView.@Nullable Ending ending) {
        CallOutcome outcome = ending == null ? null : ending.outcome();
        CallView.Answer answer = ending == null ? null : ending.answer();
        NanoUsd cost = ending == null ? null : ending.costNanoUsd();
        text("outcome", outcome == null ? "open" : outcome.code());
        text(
                "failure",
                ending == null || ending.failure() == null ? null : ending.failure().code());
        bare("cancelled", outcome == CallOutcome.CLIENT_CLOSED);
        text("upstream_id", answer == null ? null : answer.providerRequestId());
        text("upstream_model", answer == null ? null : answer.upstreamModel());
        text("finish_reason", answer == null ? null : answer.finishReason());
        bare("total_cost", cost == null ? null : cost.toUsd());
        bare("usage", cost == null ? null : cost.toUsd());
        text("cost_nano_usd", cost == null ? null : cost.toString());
        text("price_id", ending == null ? null : ending.priceId());
        tokens(ending == null ? TokenUsage.NONE : ending.usage());
        timings(ending == null ? null : ending.timings());
    }

    private void tokens(TokenUsage usage) {
        bare("tokens_prompt", usage.totalInput());
        bare("tokens_completion", usage.totalOutput());
        bare("native_tokens_prompt", usage.totalInput());
        bare("native_tokens_completion", usage.totalOutput());
        bare("native_tokens_reasoning", usage.reasoning());
        bare("native_tokens_cached", usage.cachedInput());
        bare("native_tokens_cache_write", usage.cacheWrite());
    }

    private void timings(@Nullable Timings timings) {
        bare("latency", timings == null ? null : timings.totalMicros() / MICROS_PER_MILLI);
        bare("total_micros", timings == null ? null : timings.totalMicros());
        bare("first_byte_micros", timings == null ? null : timings.firstByteMicros());
    }

    private void text(String name, @Nullable String value) {
        if (value == null) {
            bare(name, null);
        } else {
            out.append(",\"").append(name).append("\":");
            JsonString.append(out, value);
        }
    }

    /// A number, a truth value or nothing.
    private void bare(String name, @Nullable Object value) {
        out.append(",\"").append(name).append("\":").append(value);
    }
}
