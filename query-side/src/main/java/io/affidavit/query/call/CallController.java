package io.affidavit.query.call;

import io.affidavit.query.call.CallReader.CallRow;
import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.OneOf;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Lists calls for auditors.
@RestController
public final class CallController {

    private final CallReader reader;

    /// Shows what this reader finds.
    public CallController(CallReader reader) {
        this.reader = reader;
    }

    @GetMapping("/audit/calls")
    @RequiresPermission(Permission.AUDIT_READ)
    Page<CallRow> calls(
            Administrator asking,
            @RequestParam(required = false) @Nullable String orgId,
            @RequestParam(required = false) @Nullable String keyId,
            @RequestParam(required = false) @Nullable String alias,
            @RequestParam(required = false)
                    @OneOf({
                        "open",
                        "completed",
                        "client_closed",
                        "failed",
                        "refused",
                        "abandoned",
                        "cached"
                    })
                    @Nullable String outcome,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        CallReader.Filter filter =
                new CallReader.Filter(
                        orgId, keyId, alias, outcome, Span.of(from, to), asking.reach());
        return Page.of(
                reader.calls(filter, before(cursor), limit), limit, row -> List.of(row.callId()));
    }

    private static @Nullable UUID before(@Nullable String cursor) {
        try {
            return cursor == null ? null : UUID.fromString(Cursor.read(cursor, 1).getFirst());
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("cursor", "nextCursor of the page before");
        }
    }
}
