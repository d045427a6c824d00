package io.affidavit.query.limit;

import io.affidavit.query.evidence.LimitHistory;
import io.affidavit.query.evidence.StoriesWithin;
import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows limits with what is spent and held of each: to administrators by `/admin/limits`, to
/// auditors by `/audit/rates`.
@RestController
public final class LimitController {

    private static final Pattern SCOPE =
            Pattern.compile("(organization|team|project|key|alias|deployment):[!-~]{1,256}");

    private final LimitReader reader;
    private final LimitHistory history;
    private final StoriesWithin within;

    /// Shows what this reader finds, and what limits were before.
    public LimitController(LimitReader reader, LimitHistory history, StoriesWithin within) {
        this.reader = reader;
        this.history = history;
        this.within = within;
    }

    @GetMapping("/admin/limits")
    @RequiresPermission(Permission.LIMIT_READ)
    Page<LimitRow> limits(
            Administrator asking,
            @RequestParam(required = false) @Nullable String scope,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return page(asking, scope, limit, cursor);
    }

    @GetMapping("/admin/limits/{limitId}")
    @RequiresPermission(Permission.LIMIT_READ)
    LimitRow limit(
            Administrator asking,
            @PathVariable String limitId,
            @RequestParam(required = false) @Nullable String asOf) {
        if (asOf == null) {
            return reader.limit(limitId, asking.reach())
                    .orElseThrow(() -> Problem.notFound("limit"));
        }
        Instant moment = Span.instant("asOf", asOf);
        return history.asOf(limitId, moment)
                .filter(then -> within.hasScope(then.set().terms().scope(), asking.reach()))
                .map(then -> LimitRow.asOf(then, moment))
                .orElseThrow(() -> Problem.notFound("limit"));
    }

    @GetMapping("/audit/rates")
    @RequiresPermission(Permission.AUDIT_READ)
    Page<LimitRow> rates(
            Administrator asking,
            @RequestParam(required = false) @Nullable String scope,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return page(asking, scope, limit, cursor);
    }

    private Page<LimitRow> page(
            Administrator asking, @Nullable String scope, int limit, @Nullable String cursor) {
        if (scope != null && !SCOPE.matcher(scope).matches()) {
            throw Problem.invalid("scope", "kind:id");
        }
        String after = Cursor.read(cursor, 1).getFirst();
        List<LimitRow> rows =
                reader.limits(scope == null ? "" : scope, after, limit + 1, asking.reach());
        return Page.of(rows, limit, row -> List.of(row.id()));
    }
}
