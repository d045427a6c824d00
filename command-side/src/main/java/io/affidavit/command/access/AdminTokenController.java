package io.affidavit.command.access;

import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.AccessCommand.AdminTokenView;
import io.affidavit.schemas.access.AccessCommand.GrantRole;
import io.affidavit.schemas.access.AccessCommand.RevokeRole;
import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.AdminTokenFormat;
import io.affidavit.schemas.access.KeyState;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.ScopeKind;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.AdminTokenId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /admin/tokens`, `DELETE /admin/tokens/{id}`.
@RestController
class AdminTokenController {

    private static final int ID_DIGITS = 12;
    private static final int MAX_SCOPE_LENGTH = 191;
    private static final String NOWHERE = "x";
    private static final Form ROLE =
            Form.oneOf(Stream.of(AdminRole.values()).map(AdminRole::code).toList());
    private static final Form KIND =
            Form.oneOf(Stream.of(ScopeKind.values()).map(ScopeKind::code).toList());
    private static final Form SCOPE_ID =
            Form.matching(
                            "[a-z0-9][a-z0-9-]{0,62}(/[a-z0-9][a-z0-9-]{0,62}){0,2}",
                            MAX_SCOPE_LENGTH)
                    .inWords("acme, acme/platform or acme/platform/bot");

    private final AdminCommands commands;
    private final KeyMint mint;
    private final Clock clock;

    AdminTokenController(AdminCommands commands, KeyMint mint, Clock clock) {
        this.commands = commands;
        this.mint = mint;
        this.clock = clock;
    }

    /// What a token administers.
    record Scope(ScopeKind kind, String id) {

        static Scope of(Reach reach) {
            return new Scope(reach.kind(), reach.id());
        }
    }

    /// A token as the answer to its issue shows it.
    ///
    /// @param token the whole token; `null` when the request was a repetition
    record IssuedToken(
            AdminTokenId id,
            @Nullable String token,
            AdminRole role,
            Scope scope,
            @Nullable Instant expiresAt,
            KeyState state) {}

    /// A token as the answer to its revocation shows it.
    record RevokedToken(
            AdminTokenId id,
            AdminRole role,
            Scope scope,
            @Nullable Instant expiresAt,
            KeyState state) {}

    @PostMapping("/admin/tokens")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<IssuedToken> issue(AdminRequest request) {
        Fields fields = request.fields();
        fields.required("role", ROLE);
        Reach reach = reach(fields.requiredNested("scope"));
        Instant expiresAt = Expiry.read(fields, "expiresAt", clock.instant());
        List<Part> parts = request.finish();

        AdminTokenId id = new AdminTokenId(request.newId("admin_token", ID_DIGITS));
        String token = AdminTokenFormat.compose(id, mint.newSecret());
        AdminTokenView view =
                commands.ask(
                        request,
                        AdminTokenView.class,
                        new GrantRole(
                                id,
                                AdminRole.TEAM_ADMIN,
                                reach,
                                mint.mac(token),
                                expiresAt,
                                request.idempotency(),
                                parts));
        return commands.created(
                request,
                new IssuedToken(
                        view.token(),
                        view.replayed() ? null : token,
                        view.role(),
                        Scope.of(view.reach()),
                        view.expiresAt(),
                        state(view)));
    }

    @DeleteMapping("/admin/tokens/{id}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<RevokedToken> revoke(@PathVariable String id, AdminRequest request) {
        List<Part> parts = request.finish();
        AdminTokenView view =
                commands.ask(request, AdminTokenView.class, new RevokeRole(token(id), parts));
        return commands.ok(
                request,
                new RevokedToken(
                        view.token(),
                        view.role(),
                        Scope.of(view.reach()),
                        view.expiresAt(),
                        state(view)));
    }

    private static Reach reach(Fields scope) {
        String kind = scope.required("kind", KIND);
        String id = scope.required("id", SCOPE_ID);
        Reach reach = Reach.of(id.isEmpty() ? NOWHERE : id);
        if (!kind.isEmpty() && !id.isEmpty() && !reach.kind().code().equals(kind)) {
            scope.invalid("id", reach.kind().code() + " " + id + " (expected: a " + kind + ")");
        }
        return reach;
    }

    private KeyState state(AdminTokenView view) {
        return KeyState.of(view.revoked(), false, view.expiresAt(), clock.instant());
    }

    private static AdminTokenId token(String id) {
        try {
            return new AdminTokenId(id);
        } catch (IllegalArgumentException e) {
            throw Refusals.notFound("id");
        }
    }
}
