package io.affidavit.query.access;

import io.affidavit.query.evidence.GrantReader;
import io.affidavit.query.evidence.GrantReader.Placed;
import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.schemas.access.AdminGrant;
import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.KeyState;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.access.ScopeKind;
import io.affidavit.schemas.access.Within;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.value.AdminTokenId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows admin tokens, never a secret.
@RestController
public final class AdminTokenController {

    private final GrantReader grants;
    private final InstantSource clock;

    /// Shows what this reader finds; the clock decides what has expired.
    public AdminTokenController(GrantReader grants, InstantSource clock) {
        this.grants = grants;
        this.clock = clock;
    }

    /// What a token administers.
    record TokenScope(ScopeKind kind, String id) {}

    /// A token as the operator sees it.
    record TokenRow(
            AdminTokenId id,
            AdminRole role,
            TokenScope scope,
            @Nullable Instant expiresAt,
            KeyState state) {}

    @GetMapping("/admin/tokens")
    @RequiresPermission(Permission.ADMIN_READ)
    Page<TokenRow> tokens(
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page<Placed> page =
                Page.of(
                        grants.grants(after(cursor), limit),
                        limit,
                        placed -> List.of(Long.toString(placed.place())));
        return new Page<>(
                page.data().stream().map(placed -> row(placed.grant())).toList(),
                page.nextCursor());
    }

    @GetMapping("/admin/tokens/{tokenId}")
    @RequiresPermission(Permission.ADMIN_READ)
    TokenRow token(@PathVariable String tokenId) {
        return grants.find(tokenId).map(this::row).orElseThrow(() -> Problem.notFound("token"));
    }

    private TokenRow row(AdminGrant grant) {
        RoleGranted granted = grant.granted();
        Reach reach = granted.reach();
        return new TokenRow(
                granted.token(),
                granted.role(),
                new TokenScope(reach.kind(), reach.id()),
                granted.expiresAt(),
                grant.state(clock.instant()));
    }

    private static long after(@Nullable String cursor) {
        try {
            String place = cursor == null ? "-1" : Cursor.read(cursor, 1).getFirst();
            return LogPlace.of(Long.parseLong(place) + 1).packed() - 1;
        } catch (IllegalArgumentException e) { // no number, or no place
            throw Problem.invalid("cursor", "nextCursor of the page before");
        }
    }
}
