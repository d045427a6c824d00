package io.affidavit.edge.openai;

import io.affidavit.edge.json.JsonString;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.KeyUsage;
import io.affidavit.schemas.call.KeyUsage.Used;
import io.affidavit.schemas.value.NanoUsd;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The body of `GET /v1/key`: what clients of OpenRouter read there, and beside it everything
/// exactly.
public final class KeyBody {

    private KeyBody() {}

    /// The key's own view of itself.
    public static byte[] of(CatalogPage.Key key, KeyUsage usage) {
        StringBuilder out = new StringBuilder(1_024).append("{\"data\":{");
        text(out, "id", key.id().value());
        text(out.append(','), "label", "sk-aff-" + key.id().value() + "...");
        text(out.append(','), "organization", key.organization().value());
        text(out.append(','), "team", key.team() == null ? null : key.team().value());
        text(out.append(','), "project", key.project() == null ? null : key.project().value());
        out.append(",\"aliases\":[");
        String separator = "";
        for (String alias : key.aliases()) {
            JsonString.append(out.append(separator), alias);
            separator = ",";
        }
        text(
                out.append("],"),
                "expires_at",
                key.expiresAt() == null ? null : key.expiresAt().toString());
        out.append(",\"usage\":").append(usd(usage.total()));
        out.append(",\"usage_daily\":").append(usd(usage.day()));
        out.append(",\"usage_weekly\":").append(usd(usage.week()));
        out.append(",\"usage_monthly\":").append(usd(usage.month()));
        KeyLimits.append(out.append(','), usage.limits());
        out.append(",\"is_free_tier\":false,\"activity\":{");
        used(out, "today", usage.day());
        used(out.append(','), "week", usage.week());
        used(out.append(','), "month", usage.month());
        used(out.append(','), "total", usage.total());
        return out.append("}}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void used(StringBuilder out, String name, Used used) {
        out.append('"').append(name).append("\":{\"requests\":").append(used.requests());
        out.append(",\"input_tokens\":").append(used.usage().totalInput());
        out.append(",\"output_tokens\":").append(used.usage().totalOutput());
        out.append(",\"total_tokens\":").append(used.usage().total());
        out.append(",\"cost_nano_usd\":\"").append(used.costNanoUsd());
        out.append("\",\"cost_usd\":\"").append(usd(used));
        out.append("\",\"unpriced_requests\":").append(used.unpriced()).append('}');
    }

    private static String usd(Used used) {
        return new NanoUsd(used.costNanoUsd()).toUsd();
    }

    private static void text(StringBuilder out, String name, @Nullable String value) {
        out.append('"').append(name).append("\":");
        if (value == null) {
            out.append("null");
        } else {
            JsonString.append(out, value);
        }
    }
}
