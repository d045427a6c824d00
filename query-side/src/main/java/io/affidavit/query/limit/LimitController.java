package io.affidavit.query.limit;

import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows limits with what is spent and held of each: to administrators by `/admin/limits`, to
/// auditors by `/audit/rates`.
@RestController
public final class LimitController {

    private static final Pattern SCOPE =
            Pattern.compile("(organization|team|project|key|alias):[!-~]{1,256}");

    private final LimitReader reader;

    /// Shows what this reader finds.
    public LimitController(LimitReader reader) {
        this.reader = reader;
    }

    @GetMapping("/admin/limits")
    @RequiresPermission(Permission.ADMIN_READ)
    Page<LimitRow> limits(
            @RequestParam(required = false) @Nullable String scope,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return page(scope, limit, cursor);
    }

    @GetMapping("/audit/rates")
    @RequiresPermission(Permission.AUDIT_READ)
    Page<LimitRow> rates(
            @RequestParam(required = false) @Nullable String scope,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return page(scope, limit, cursor);
    }

    private Page<LimitRow> page(@Nullable String scope, int limit, @Nullable String cursor) {
        if (scope != null && !SCOPE.matcher(scope).matches()) {
            throw Problem.invalid("scope", "kind:id");
        }
        String after = Cursor.read(cursor, 1).getFirst();
        List<LimitRow> rows = reader.limits(scope == null ? "" : scope, after, limit + 1);
        return Page.of(rows, limit, row -> List.of(row.id()));
    }
}
