package io.affidavit.command.access;

import io.affidavit.command.access.KeyAnswers.ChangedKey;
import io.affidavit.command.access.KeyAnswers.IssuedKey;
import io.affidavit.command.access.KeyAnswers.RotatedKey;
import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Answers;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Forms;
import io.affidavit.schemas.access.AccessCommand.BlockVirtualKey;
import io.affidavit.schemas.access.AccessCommand.ChangeVirtualKey;
import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RevokeVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RotateVirtualKey;
import io.affidavit.schemas.access.AccessCommand.UnblockVirtualKey;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyChange;
import io.affidavit.schemas.access.KeyView;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/// `POST /admin/keys`, and everything that happens to one key.
@RestController
class KeyController {

    private static final int ID_DIGITS = 12;
    private static final int MAX_GRACE_SECONDS = 604_800;

    private final AdminCommands commands;
    private final KeyMint mint;
    private final KeyLimits limits;
    private final Clock clock;

    KeyController(AdminCommands commands, KeyMint mint, KeyLimits limits, Clock clock) {
        this.commands = commands;
        this.mint = mint;
        this.limits = limits;
        this.clock = clock;
    }

    @PostMapping("/admin/keys")
    @RequiresPermission(Permission.KEY_WRITE)
    ResponseEntity<IssuedKey> issue(AdminRequest request) {
        Fields fields = request.fields();
        String organization = fields.required("orgId", Forms.ID);
        String team = fields.optional("teamId", Forms.ID);
        String project = fields.optional("projectId", Forms.ID);
        if (project != null && team == null) {
            fields.invalid("teamId", "missing (expected: the team of the project)");
        }
        String name = request.optionalName("name");
        List<String> aliases = KeyBody.aliases(fields);
        List<String> surfaces = KeyBody.surfaces(fields);
        ContentMode content = KeyBody.content(request);
        Instant expiresAt = Expiry.read(fields, "expiresAt", clock.instant());
        ObjectNode metadata = Metadata.read(request);
        Map<String, String> tags = Tags.read(request);
        VirtualKeyId id = new VirtualKeyId(request.newId("virtual_key", ID_DIGITS));
        List<LimitTerms> terms = limits.read(fields, id);
        List<Part> parts = request.finish();

        String key = mint.newKey(id);
        KeyView view =
                commands.ask(
                        request,
                        KeyView.class,
                        new IssueVirtualKey(
                                id,
                                new OrganizationId(organization),
                                team == null ? null : new TeamId(team),
                                project == null ? null : new ProjectId(project),
                                mint.mac(key),
                                aliases,
                                surfaces,
                                content,
                                expiresAt,
                                terms,
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
                        view.origin(),
                        view.aliases(),
                        view.surfaces(),
                        view.content(),
                        view.expiresAt(),
                        metadata,
                        tags,
                        limits.shown(terms),
                        KeyAnswers.stateOf(view, clock.instant())));
    }

    @PatchMapping("/admin/keys/{id}")
    @RequiresPermission(Permission.KEY_WRITE)
    ResponseEntity<ChangedKey> change(@PathVariable String id, AdminRequest request) {
        Fields fields = request.fields();
        request.optionalName("name");
        KeyChange change = KeyBody.change(request, clock.instant());
        Metadata.read(request);
        Tags.read(request);
        fields.unchangeable("orgId", "limits", "rpm", "tpm", "budgetUsd", "budgetWindow");
        List<Part> parts = request.finish();
        return changed(
                request,
                new ChangeVirtualKey(KeyBody.id(id), change, request.idempotency(), parts));
    }

    @PostMapping("/admin/keys/{id}/rotate")
    @Answers(200)
    @RequiresPermission(Permission.KEY_WRITE)
    ResponseEntity<RotatedKey> rotate(@PathVariable String id, AdminRequest request) {
        @Nullable Integer seconds =
                request.fields().optionalInt("graceSeconds", 0, MAX_GRACE_SECONDS);
        List<Part> parts = request.finish();
        VirtualKeyId keyId = KeyBody.id(id);
        String key = mint.newKey(keyId);
        int grace = Objects.requireNonNullElse(seconds, 0);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        KeyView view =
                commands.ask(
                        request,
                        KeyView.class,
                        new RotateVirtualKey(
                                keyId,
                                mint.mac(key),
                                grace == 0 ? null : now.plusSeconds(grace),
                                request.idempotency(),
                                parts));
        return commands.ok(request, RotatedKey.of(view, key, clock.instant()));
    }

    @PostMapping("/admin/keys/{id}/block")
    @Answers(200)
    @RequiresPermission(Permission.KEY_WRITE)
    ResponseEntity<ChangedKey> block(@PathVariable String id, AdminRequest request) {
        List<Part> parts = request.finish();
        return changed(request, new BlockVirtualKey(KeyBody.id(id), parts));
    }

    @PostMapping("/admin/keys/{id}/unblock")
    @Answers(200)
    @RequiresPermission(Permission.KEY_WRITE)
    ResponseEntity<ChangedKey> unblock(@PathVariable String id, AdminRequest request) {
        List<Part> parts = request.finish();
        return changed(request, new UnblockVirtualKey(KeyBody.id(id), parts));
    }

    @DeleteMapping("/admin/keys/{id}")
    @RequiresPermission(Permission.KEY_WRITE)
    ResponseEntity<ChangedKey> revoke(@PathVariable String id, AdminRequest request) {
        List<Part> parts = request.finish();
        return changed(request, new RevokeVirtualKey(KeyBody.id(id), parts));
    }

    private ResponseEntity<ChangedKey> changed(AdminRequest request, Object command) {
        KeyView view = commands.ask(request, KeyView.class, command);
        return commands.ok(request, ChangedKey.of(view, clock.instant()));
    }
}
