package io.affidavit.query.access;

import io.affidavit.query.access.KeyReader.KeyRow;
import io.affidavit.query.evidence.KeyHistory;
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
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows virtual keys, never a secret.
@RestController
public final class KeyController {

    private final KeyReader reader;
    private final KeyHistory history;

    /// Shows what this reader finds, and what keys were before.
    public KeyController(KeyReader reader, KeyHistory history) {
        this.reader = reader;
        this.history = history;
    }

    @GetMapping("/admin/keys")
    @RequiresPermission(Permission.KEY_READ)
    Page<KeyRow> keys(
            Administrator asking,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.read(cursor, 1).getFirst();
        return Page.of(reader.keys(after, limit, asking.reach()), limit, row -> List.of(row.id()));
    }

    @GetMapping("/admin/keys/{keyId}")
    @RequiresPermission(Permission.KEY_READ)
    KeyRow key(
            Administrator asking,
            @PathVariable String keyId,
            @RequestParam(required = false) @Nullable String asOf) {
        KeyRow now = reader.key(keyId, asking.reach()).orElseThrow(() -> Problem.notFound("key"));
        if (asOf == null) {
            return now;
        }
        Instant moment = Span.instant("asOf", asOf);
        return history.asOf(keyId, moment)
                .map(then -> KeyRow.asOf(then, moment, now))
                .orElseThrow(() -> Problem.notFound("key"));
    }
}
