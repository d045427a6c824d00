package io.affidavit.command.access;

import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.command.web.Refusals;
import io.affidavit.command.web.Refused;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyChange;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what requests say about a key.
final class KeyBody {

    static final String ANY = "*";

    private static final int MAX_ALIASES = 100;
    private static final Form ALIAS =
            Form.matching("\\*|[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}\\*?", 128)
                    .inWords("aliases, some with * at the end, or * alone");
    private static final Form SURFACE =
            Form.oneOf(
                    Stream.concat(Stream.of(ANY), Stream.of(Surface.values()).map(Surface::code))
                            .toList());

    private KeyBody() {}

    static VirtualKeyId id(String id) {
        try {
            return new VirtualKeyId(id);
        } catch (IllegalArgumentException e) {
            throw Refusals.notFound("id");
        }
    }

    static List<String> aliases(Fields fields) {
        List<String> aliases = grants(fields, "aliases", MAX_ALIASES, ALIAS);
        return aliases == null ? List.of(ANY) : aliases;
    }

    static List<String> surfaces(Fields fields) {
        List<String> surfaces = grants(fields, "surfaces", Surface.values().length, SURFACE);
        return surfaces == null ? List.of(ANY) : surfaces;
    }

    /// Its own content mode; `null` for that of its organization.
    static @Nullable ContentMode content(AdminRequest request) {
        String code = request.fields().optional("content", OrganizationController.CONTENT);
        if (code == null) {
            return null;
        }
        requireOperator(request);
        return OrganizationController.content(code);
    }

    /// What is kept of texts is decided by whoever decides it for the organization.
    private static void requireOperator(AdminRequest request) {
        if (request.administrator().reach() != null) {
            throw new Refused(
                    FailureCode.PERMISSION_DENIED,
                    "content: not an admin token's to decide (expected: absent)");
        }
    }

    /// Members of a change, except the texts that are kept as parts.
    static KeyChange change(AdminRequest request, Instant now) {
        Fields fields = request.fields();
        KeyChange.Move move = move(fields);
        List<String> aliases = given(fields, "aliases", MAX_ALIASES, ALIAS);
        List<String> surfaces = given(fields, "surfaces", Surface.values().length, SURFACE);
        ContentMode content = content(request);
        boolean changesContent = content != null || fields.isCleared("content");
        if (changesContent) {
            requireOperator(request);
        }
        Instant expiresAt = Expiry.read(fields, "expiresAt", now);
        boolean changesExpiry = expiresAt != null || fields.isCleared("expiresAt");
        List<String> cleared = new ArrayList<>();
        for (String text : List.of("name", "metadata", "tags")) {
            if (fields.isCleared(text)) {
                cleared.add(text);
            }
        }
        return new KeyChange(
                move,
                aliases,
                surfaces,
                changesContent ? new KeyChange.Content(content) : null,
                changesExpiry ? new KeyChange.Expiry(expiresAt) : null,
                cleared);
    }

    /// A team alone is a move to the team itself, out of every project.
    private static KeyChange.@Nullable Move move(Fields fields) {
        String team = fields.optional("teamId", Forms.ID);
        String project = fields.optional("projectId", Forms.ID);
        boolean namesTeam = team != null || fields.isCleared("teamId");
        if (!namesTeam && project == null && !fields.isCleared("projectId")) {
            return null;
        }
        if (namesTeam && team == null && project != null) {
            fields.invalid("projectId", "without a team (expected: a project of the team)");
        }
        return new KeyChange.Move(
                !namesTeam,
                team == null ? null : new TeamId(team),
                project == null ? null : new ProjectId(project));
    }

    /// A list that can be replaced but never be gone.
    private static @Nullable List<String> given(Fields fields, String name, int max, Form form) {
        if (fields.isCleared(name)) {
            fields.invalid(name, "null (expected: absent, or * alone for all)");
        }
        return grants(fields, name, max, form);
    }

    private static @Nullable List<String> grants(Fields fields, String name, int max, Form form) {
        List<String> grants = fields.optionalTexts(name, max, form);
        if (grants != null && grants.contains(ANY) && grants.size() > 1) {
            fields.invalid(name, "* among others (expected: * alone, or others)");
        }
        return grants;
    }
}
