package io.affidavit.command.bundle;

import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.serial.EventNames;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a bundle is asked for, as a body says it.
///
/// @param scope as read; any one where the body is wrong, which then is refused
record ScopeBody(BundleScope scope) {

    /// The logical name of an event.
    static final Form TYPE =
            Form.oneOf(EventNames.all().stream().map(EventNames.EventName::type).toList());

    private static final Form KIND =
            Form.oneOf(Stream.of(BundleKind.values()).map(BundleKind::code).toList());
    private static final int ID_MAX = 128;
    private static final Form CALL =
            Form.matching("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", 36).inWords("a call's id");
    private static final Form MOMENT =
            Form.of(text -> moment(text) != null, "a day or an instant with its zone, RFC 3339");
    private static final BundleScope ANY = BundleScope.of(BundleKind.CALL, "-");

    /// Reads the member `scope`.
    ///
    /// @param now end of a period that says none
    static ScopeBody read(Fields fields, Instant now) {
        String code = fields.required("kind", KIND);
        String id = fields.optional("id", Forms.printable(ID_MAX));
        List<String> ids = fields.optionalTexts("ids", BundleFiles.CALLS_MAX, CALL);
        String from = fields.optional("from", MOMENT);
        String to = fields.optional("to", MOMENT);
        BundleKind kind =
                Stream.of(BundleKind.values())
                        .filter(known -> known.code().equals(code))
                        .findFirst()
                        .orElse(null);
        if (kind == null) {
            return new ScopeBody(ANY);
        }
        boolean isNamed = kind == BundleKind.CALLS;
        boolean isPeriod = kind == BundleKind.ORGANIZATION;
        List<Boolean> judged = // all of them, so that the caller hears of every mistake at once
                List.of(
                        needs(fields, "id", !isNamed, id),
                        needs(fields, "ids", isNamed, ids),
                        isPeriod || absent(fields, "from", from),
                        isPeriod || absent(fields, "to", to));
        if (judged.contains(false)) {
            return new ScopeBody(ANY);
        }
        if (!isPeriod) {
            return new ScopeBody(
                    new BundleScope(kind, id, ids == null ? List.of() : ids, null, null));
        }
        Instant first = from == null ? Instant.EPOCH : moment(from);
        Instant after = to == null ? now : moment(to);
        if (first == null || after == null || id == null || !first.isBefore(after)) {
            fields.invalid("from", "(expected: before scope.to)");
            return new ScopeBody(ANY);
        }
        return new ScopeBody(BundleScope.organization(id, first, after));
    }

    private static boolean needs(
            Fields fields, String name, boolean isDue, @Nullable Object value) {
        if (!isDue) {
            return absent(fields, name, value);
        }
        if (!fields.isGiven(name)) {
            fields.missing(name, name.equals("ids") ? CALL : Forms.printable(ID_MAX));
        }
        return value != null;
    }

    private static boolean absent(Fields fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.invalid(name, "given (expected: absent for this kind)");
        }
        return value == null;
    }

    private static @Nullable Instant moment(String text) {
        try {
            Instant moment =
                    text.length() == "2026-11-25".length()
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant();
            boolean hasRecords =
                    !moment.isBefore(Instant.EPOCH)
                            && moment.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
            return hasRecords ? moment.truncatedTo(ChronoUnit.MICROS) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
