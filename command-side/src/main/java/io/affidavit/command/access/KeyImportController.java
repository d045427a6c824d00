package io.affidavit.command.access;

import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.BodyBytes;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.schemas.access.AccessCommand.ImportVirtualKeys;
import io.affidavit.schemas.access.AccessCommand.ImportedKey;
import io.affidavit.schemas.access.AccessCommand.KeysImported;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /admin/keys/import`: keys that applications have already, of which only hashes come here.
@RestController
class KeyImportController {

    private static final int MAX_KEYS = 1_000;
    private static final int MAX_BODY_BYTES = 1_048_576;

    /// Of the empty text, which is no key.
    private static final String EMPTY =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static final Form HASH =
            Form.matching("(?!" + EMPTY + ")[0-9a-f]{64}", 64)
                    .inWords("64 lower-case hex digits, the SHA-256 of a key");

    private final AdminCommands commands;
    private final KeyMint mint;

    KeyImportController(AdminCommands commands, KeyMint mint) {
        this.commands = commands;
        this.mint = mint;
    }

    /// What was imported, in the order of the request.
    record ImportedKeys(List<ImportedKeyId> keys) {}

    /// An imported key.
    record ImportedKeyId(VirtualKeyId id) {}

    private record Entry(String sha256, @Nullable String name) {

        static Entry read(Fields fields) {
            return new Entry(fields.required("sha256", HASH), fields.optional("name", Forms.NAME));
        }

        private List<Part> parts(List<Part> shared) {
            List<Part> parts = new ArrayList<>(shared);
            if (name != null) {
                parts.add(Part.Content.text("name", RetentionClass.AIACT_6M, name));
            }
            return parts;
        }
    }

    @PostMapping("/admin/keys/import")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<ImportedKeys> importKeys(@BodyBytes(MAX_BODY_BYTES) AdminRequest request) {
        Fields fields = request.fields();
        String organization = fields.required("orgId", Forms.ID);
        String team = fields.optional("teamId", Forms.ID);
        String project = fields.optional("projectId", Forms.ID);
        if (project != null && team == null) {
            fields.invalid("teamId", "missing (expected: the team of the project)");
        }
        List<Entry> entries = fields.objects("keys", MAX_KEYS, Entry::read);
        List<Part> parts = request.finish();

        List<ImportedKey> keys =
                entries.stream()
                        .map(entry -> mint.imported(entry.sha256(), entry.parts(parts)))
                        .toList();
        KeysImported imported =
                commands.ask(
                        request,
                        KeysImported.class,
                        new ImportVirtualKeys(
                                UUID.randomUUID().toString(),
                                new OrganizationId(organization),
                                team == null ? null : new TeamId(team),
                                project == null ? null : new ProjectId(project),
                                keys,
                                request.idempotency()));
        return commands.created(
                request,
                new ImportedKeys(imported.keys().stream().map(ImportedKeyId::new).toList()));
    }
}
