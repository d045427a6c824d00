package io.affidavit.command.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.affidavit.command.vault.GatewaySecrets;
import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RevokeVirtualKey;
import io.affidavit.schemas.access.KeyState;
import io.affidavit.schemas.access.KeyView;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/// `POST /admin/keys`, `DELETE /admin/keys/{id}`.
@RestController
class KeyController {

    private static final String ANY_ALIAS = "*";
    private static final Form ALIAS_OR_ANY =
            Form.matching("\\*|" + Forms.ALIAS.pattern(), 128).inWords("aliases, or * alone");
    private static final int MAX_ALIASES = 100;
    private static final int ID_DIGITS = 12;

    private final AdminCommands commands;
    private final GatewaySecrets secrets;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    KeyController(AdminCommands commands, GatewaySecrets secrets, Clock clock) {
        this.commands = commands;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// A key as the answer to its issue shows it: the only one that ever holds the secret.
    ///
    /// @param key the whole key; `null` when the request was a repetition
    record IssuedKey(
            VirtualKeyId id,
            @Nullable String key,
            OrganizationId orgId,
            @Nullable TeamId teamId,
            @Nullable ProjectId projectId,
            @Nullable String name,
            List<String> aliases,
            @Nullable Instant expiresAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable ObjectNode metadata,
            KeyState state) {}

    /// A key as the answer to its revocation shows it; its name and metadata stay sealed.
    record RevokedKey(
            VirtualKeyId id,
            OrganizationId orgId,
            @Nullable TeamId teamId,
            @Nullable ProjectId projectId,
            List<String> aliases,
            @Nullable Instant expiresAt,
            KeyState state) {}

    @PostMapping("/admin/keys")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<IssuedKey> issue(AdminRequest request) {
        Fields fields = request.fields();
        String organization = fields.required("orgId", Forms.ID);
        String team = fields.optional("teamId", Forms.ID);
        String project = fields.optional("projectId", Forms.ID);
        if (project != null && team == null) {
            fields.invalid("teamId", "missing (expected: the team of the project)");
        }
        String name = request.optionalName("name");
        List<String> aliases = aliases(fields);
        Instant expiresAt = Expiry.read(fields, "expiresAt", clock.instant());
        ObjectNode metadata = Metadata.read(request);
        fields.notYet("limits", "rpm", "tpm", "budgetUsd", "budgetWindow");
        List<Part> parts = request.finish();

        VirtualKeyId id = new VirtualKeyId(request.newId("virtual_key", ID_DIGITS));
        String key = newKey(id);
        KeyView view =
                commands.ask(
                        request,
                        KeyView.class,
                        new IssueVirtualKey(
                                id,
                                new OrganizationId(organization),
                                team == null ? null : new TeamId(team),
                                project == null ? null : new ProjectId(project),
                                VirtualKeyFormat.macHex(secrets.pepper(), key),
                                aliases,
                                expiresAt,
                                request.idempotency(),
                                parts));
        return commands.created(
                request,
                new IssuedKey(
                        view.key(),
                        view.replayed() ? null : key,
                        view.organization(),
                        view.team(),
                        view.project(),
                        name,
                        view.aliases(),
                        view.expiresAt(),
                        metadata,
                        state(view)));
    }

    @DeleteMapping("/admin/keys/{id}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<RevokedKey> revoke(@PathVariable String id, AdminRequest request) {
        List<Part> parts = request.finish();
        KeyView view = commands.ask(request, KeyView.class, new RevokeVirtualKey(keyId(id), parts));
        return commands.ok(
                request,
                new RevokedKey(
                        view.key(),
                        view.organization(),
                        view.team(),
                        view.project(),
                        view.aliases(),
                        view.expiresAt(),
                        state(view)));
    }

    private static VirtualKeyId keyId(String id) {
        try {
            return new VirtualKeyId(id);
        } catch (IllegalArgumentException e) {
            throw Refusals.notFound("id");
        }
    }

    private static List<String> aliases(Fields fields) {
        List<String> aliases = fields.optionalTexts("aliases", MAX_ALIASES, ALIAS_OR_ANY);
        if (aliases == null) {
            return List.of(ANY_ALIAS);
        }
        if (aliases.contains(ANY_ALIAS) && aliases.size() > 1) {
            fields.invalid("aliases", "* among others (expected: aliases, or * alone)");
        }
        return aliases;
    }

    private String newKey(VirtualKeyId id) {
        byte[] secret = new byte[VirtualKeyFormat.SECRET_BYTES];
        random.nextBytes(secret);
        return VirtualKeyFormat.compose(id, secret);
    }

    private KeyState state(KeyView view) {
        if (view.revoked()) {
            return KeyState.REVOKED;
        }
        Instant expiresAt = view.expiresAt();
        return expiresAt != null && !clock.instant().isBefore(expiresAt)
                ? KeyState.EXPIRED
                : KeyState.ACTIVE;
    }
}
