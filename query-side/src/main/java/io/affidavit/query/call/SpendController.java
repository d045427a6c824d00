package io.affidavit.query.call;

import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows what was spent, on whatever it can be split by.
@RestController
public final class SpendController {

    private static final String ROWS_MAX = "" + Page.LIMIT_MAX;

    private static final List<Dimension> FILTERS =
            List.of(
                    Dimension.ORGANIZATION,
                    Dimension.TEAM,
                    Dimension.PROJECT,
                    Dimension.KEY,
                    Dimension.ALIAS,
                    Dimension.PROVIDER,
                    Dimension.MODEL,
                    Dimension.DEPLOYMENT);

    private final SpendReader reader;
    private final SpendTableFile files;

    /// Shows what this reader sums up.
    ///
    /// @param files writes all of it as one file
    public SpendController(SpendReader reader, SpendTableFile files) {
        this.reader = reader;
        this.files = files;
    }

    /// @param requests admitted calls
    /// @param costUsd the cost in dollars, decimal
    /// @param unpricedRequests those whose cost nobody knows, so that the sum lacks it
    record Usage(
            long requests,
            long inputTokens,
            long outputTokens,
            long totalTokens,
            long costNanoUsd,
            String costUsd,
            long unpricedRequests) {}

    /// @param rows one for each group, in the order of the groups
    /// @param nextCursor where the next page starts; `null` on the last
    record Spend(List<Map<String, @Nullable Object>> rows, @Nullable String nextCursor) {}

    @GetMapping("/admin/keys/{keyId}/usage")
    @RequiresPermission(Permission.KEY_READ)
    Usage usage(
            Administrator asking,
            @PathVariable String keyId,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        Span span = Span.of(from, to);
        if (!reader.isKey(keyId, asking.reach())) {
            throw Problem.notFound("key");
        }
        Sum sum = reader.total(SpendQuestion.ofKey(keyId, span, asking.reach()));
        return new Usage(
                sum.requests(),
                sum.inputTokens(),
                sum.outputTokens(),
                sum.inputTokens() + sum.outputTokens(),
                sum.costNanoUsd(),
                sum.costUsd(),
                sum.unpriced());
    }

    @GetMapping("/audit/spend")
    @RequiresPermission(Permission.AUDIT_READ)
    Spend spend(
            Administrator asking,
            @RequestParam(defaultValue = "") List<String> groupBy,
            @RequestParam(required = false) @Nullable String orgId,
            @RequestParam(required = false) @Nullable String teamId,
            @RequestParam(required = false) @Nullable String projectId,
            @RequestParam(required = false) @Nullable String keyId,
            @RequestParam(required = false) @Nullable String alias,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String deployment,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String timeZone,
            @RequestParam(defaultValue = ROWS_MAX) @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Map<Dimension, @Nullable String> filters =
                filters(orgId, teamId, projectId, keyId, alias, provider, model, deployment);
        SpendQuestion question = question(asking, groupBy, filters, from, to, timeZone);
        List<Sum> sums = reader.sums(question, after(question, cursor), limit);
        Page<Sum> page = Page.of(sums, limit, SpendController::group);
        return new Spend(page.data().stream().map(Sum::members).toList(), page.nextCursor());
    }

    /// The same as one table, all rows of it.
    @GetMapping(path = "/audit/spend", produces = SpendTableFile.TYPE)
    @RequiresPermission(Permission.AUDIT_READ)
    void table(
            Administrator asking,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") List<String> groupBy,
            @RequestParam(required = false) @Nullable String orgId,
            @RequestParam(required = false) @Nullable String teamId,
            @RequestParam(required = false) @Nullable String projectId,
            @RequestParam(required = false) @Nullable String keyId,
            @RequestParam(required = false) @Nullable String alias,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String deployment,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String timeZone)
            throws IOException {
        Map<Dimension, @Nullable String> filters =
                filters(orgId, teamId, projectId, keyId, alias, provider, model, deployment);
        files.answer(question(asking, groupBy, filters, from, to, timeZone), response);
    }

    private SpendQuestion question(
            Administrator asking,
            List<String> groupBy,
            Map<Dimension, @Nullable String> filters,
            @Nullable String from,
            @Nullable String to,
            @Nullable String timeZone) {
        List<Dimension> dimensions = Dimension.parse(groupBy);
        ZoneId zone = SpendQuestion.zone(timeZone);
        SpendQuestion question =
                new SpendQuestion(
                        dimensions,
                        SpendQuestion.filters(filters, asking.reach()),
                        Span.of(from, to, zone),
                        zone);
        if (timeZone != null) {
            reader.requireZone(question);
        }
        return question;
    }

    /// Values of [#FILTERS] in their order.
    private static Map<Dimension, @Nullable String> filters(@Nullable String... values) {
        Map<Dimension, @Nullable String> filters = new EnumMap<>(Dimension.class);
        for (int i = 0; i < values.length; i++) {
            filters.put(FILTERS.get(i), values[i]);
        }
        return filters;
    }

    private static @Nullable List<String> after(SpendQuestion question, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        List<Dimension> groupBy = question.groupBy();
        List<String> keys = new ArrayList<>(Cursor.read(cursor, groupBy.size()));
        for (int i = 0; i < keys.size(); i++) {
            keys.set(i, groupBy.get(i).checked(keys.get(i)));
        }
        return keys;
    }

    private static List<String> group(Sum sum) {
        return sum.group().values().stream()
                .map(value -> Objects.requireNonNullElse(value, ""))
                .toList();
    }
}
