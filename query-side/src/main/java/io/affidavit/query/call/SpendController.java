package io.affidavit.query.call;

import io.affidavit.query.call.SpendReader.Sum;
import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.value.NanoUsd;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows what was spent, on whatever it can be split by.
@RestController
public final class SpendController {

    private final SpendReader reader;

    /// Shows what this reader sums up.
    public SpendController(SpendReader reader) {
        this.reader = reader;
    }

    /// @param requests admitted calls
    /// @param costUsd the cost in dollars, decimal
    record Usage(
            long requests,
            long inputTokens,
            long outputTokens,
            long totalTokens,
            long costNanoUsd,
            String costUsd) {}

    /// @param rows one for each group
    record Spend(List<Map<String, @Nullable Object>> rows) {}

    @GetMapping("/admin/keys/{keyId}/usage")
    @RequiresPermission(Permission.ADMIN_READ)
    Usage usage(
            @PathVariable String keyId,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        Span span = Span.of(from, to);
        if (!reader.isKey(keyId)) {
            throw Problem.notFound("key");
        }
        Sum sum = reader.ofKey(keyId, span);
        return new Usage(
                sum.requests(),
                sum.inputTokens(),
                sum.outputTokens(),
                sum.inputTokens() + sum.outputTokens(),
                sum.costNanoUsd(),
                new NanoUsd(sum.costNanoUsd()).toUsd());
    }

    @GetMapping("/audit/spend")
    @RequiresPermission(Permission.AUDIT_READ)
    Spend spend(
            @RequestParam(defaultValue = "") List<String> groupBy,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        for (String dimension : groupBy) {
            if (!SpendReader.DIMENSIONS.containsKey(dimension)) {
                throw Problem.invalid(
                        "groupBy",
                        "some of "
                                + String.join(
                                        ", ", new TreeSet<>(SpendReader.DIMENSIONS.keySet())));
            }
        }
        if (new HashSet<>(groupBy).size() < groupBy.size()) {
            throw Problem.invalid("groupBy", "each at most once");
        }
        return new Spend(
                reader.sums(groupBy, Span.of(from, to)).stream()
                        .map(SpendController::row)
                        .toList());
    }

    private static Map<String, @Nullable Object> row(Sum sum) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(sum.group());
        row.put("requests", sum.requests());
        row.put("inputTokens", sum.inputTokens());
        row.put("cachedInputTokens", sum.cachedInput());
        row.put("cacheWriteTokens", sum.cacheWrite());
        row.put("outputTokens", sum.outputTokens());
        row.put("reasoningTokens", sum.reasoning());
        row.put("costNanoUsd", sum.costNanoUsd());
        return row;
    }
}
