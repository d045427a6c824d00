package io.affidavit.schemas.bundle;

import io.affidavit.schemas.evidence.CanonicalWriter;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.value.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a bundle was asked for and what it leaves out. It says nothing that proves: sizes and roots
/// stand in signed checkpoints alone.
///
/// @param bundle the bundle's id, `bdl_` and 16 base62 digits
/// @param created when it was asked for
/// @param log origin of the log
/// @param open calls asked for that had no end yet
/// @param organization whose records these are; `null` for house-wide ones
/// @param purpose why it was asked for, in the words of whoever asked
/// @param requester who asked
/// @param scope what was asked for
/// @param disclosed parts with their text or salt, in the order of the log, then of names
/// @param tool what made it, such as `affidavit/0.1.0`
/// @param withheld types of records that are proven and not shown
public record BundleManifest(
        String bundle,
        Instant created,
        LogOrigin log,
        List<String> open,
        @Nullable OrganizationId organization,
        String purpose,
        RecordActor requester,
        BundleScope scope,
        List<DisclosedPart> disclosed,
        String tool,
        List<String> withheld) {

    /// Format of the records and of everything around them.
    public static final String FORMAT = "evidence/v1";

    /// Value of `redacted`: every part of a shown record that is not disclosed.
    public static final String REDACTED = "others";

    private static final int LENGTH = 2_048;

    public BundleManifest {
        open = List.copyOf(new TreeSet<>(open));
        disclosed = List.copyOf(disclosed);
        withheld = List.copyOf(new TreeSet<>(withheld));
    }

    /// The same with what turned out to be disclosed.
    public BundleManifest disclosing(List<DisclosedPart> parts) {
        return new BundleManifest(
                bundle,
                created,
                log,
                open,
                organization,
                purpose,
                requester,
                scope,
                parts,
                tool,
                withheld);
    }

    /// The file: one canonical JSON object without a newline at its end.
    ///
    /// @throws IllegalArgumentException if a text has a lone surrogate
    public byte[] bytes() {
        CanonicalWriter json = new CanonicalWriter(LENGTH).beginObject();
        json.name("bundle").value(bundle);
        json.name("created").value(RecordTime.format(created));
        parts(json, "disclosed", DisclosureForm.TEXT);
        strings(json, "erased", List.of());
        json.name("format").value(FORMAT);
        strings(json, "gaps", List.of());
        json.name("log").value(log.value());
        strings(json, "open", open);
        json.name("organization").value(organization == null ? null : organization.value());
        json.name("purpose").value(purpose);
        json.name("redacted").value(REDACTED);
        json.name("requester").beginObject();
        json.name("id").value(requester.id());
        json.name("kind").value(requester.kind());
        json.name("via").value(requester.via()).endObject();
        parts(json, "salts", DisclosureForm.SALT);
        scope(json.name("scope").beginObject());
        json.endObject();
        json.name("tool").value(tool);
        strings(json, "withheld", withheld);
        return json.endObject().toBytes();
    }

    private void scope(CanonicalWriter json) {
        json.name("from").value(time(scope.from()));
        json.name("id").value(scope.id());
        if (scope.ids().isEmpty()) {
            json.name("ids").nullValue();
        } else {
            strings(json, "ids", scope.ids());
        }
        json.name("kind").value(scope.kind().code());
        json.name("to").value(time(scope.to()));
    }

    private void parts(CanonicalWriter json, String name, DisclosureForm form) {
        json.name(name).beginArray();
        for (DisclosedPart part : disclosed) {
            if (part.form() == form) {
                json.beginObject();
                json.name("name").value(part.name());
                json.name("pos").value(Long.toString(part.position())).endObject();
            }
        }
        json.endArray();
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : RecordTime.format(at);
    }

    private static void strings(CanonicalWriter json, String name, List<String> values) {
        json.name(name).beginArray();
        values.forEach(json::value);
        json.endArray();
    }
}
