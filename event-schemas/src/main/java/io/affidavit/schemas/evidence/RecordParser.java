package io.affidavit.schemas.evidence;

import io.affidavit.schemas.evidence.FormException.Rule;
import io.affidavit.schemas.value.Commitment;
import io.affidavit.schemas.value.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Walks the members of a record in the one order the format allows.
final class RecordParser {

    private static final int MAX_BYTES = 32_768;
    private static final String VERSION = "1";

    private final byte[] record;
    private final CanonicalReader reader;

    RecordParser(byte[] record) {
        if (record.length > MAX_BYTES) {
            throw new FormException(MAX_BYTES, Rule.LENGTH);
        }
        this.record = record;
        this.reader = new CanonicalReader(record, 1);
    }

    /// Java evaluates arguments from left to right, and that is the order of the members.
    RecordView parse() {
        RecordView view =
                new RecordView(
                        aggregate(),
                        form(",\"at\":", RecordTime::parse),
                        actor(),
                        optional(",\"call\":"),
                        optional(",\"cause\":"),
                        optional(",\"corr\":"),
                        data(),
                        string(",\"id\":"),
                        form(",\"log\":", LogOrigin::new),
                        node(),
                        organization(),
                        parts(),
                        decimal(",\"pos\":"),
                        form(",\"prev\":", Digest::new),
                        form(",\"rev\":", RecordParser::revision),
                        string(",\"type\":"),
                        form(",\"v\":", RecordParser::version));
        close();
        reader.end();
        return view;
    }

    private RecordAggregate aggregate() {
        member("{\"agg\":{");
        String id = string("\"id\":");
        long sequence = decimal(",\"seq\":");
        String type = string(",\"type\":");
        close();
        return new RecordAggregate(type, id, sequence);
    }

    private RecordActor actor() {
        member(",\"by\":{");
        String id = string("\"id\":");
        String kind = string(",\"kind\":");
        String via = string(",\"via\":");
        close();
        return new RecordActor(kind, id, via);
    }

    private byte[] data() {
        member(",\"data\":");
        int from = reader.offset();
        if (record[Math.min(from, record.length - 1)] != '{') {
            throw new FormException(from, Rule.MEMBER);
        }
        reader.passObject();
        return Arrays.copyOfRange(record, from, reader.offset());
    }

    private RecordNode node() {
        member(",\"node\":{");
        String id = string("\"id\":");
        long sequence = decimal(",\"seq\":");
        close();
        return new RecordNode(id, sequence);
    }

    private @Nullable RecordOrganization organization() {
        member(",\"org\":");
        if (!reader.skipIf('{')) {
            member("null");
            return null;
        }
        String id = string("\"id\":");
        Digest previous = form(",\"prev\":", Digest::new);
        long sequence = decimal(",\"seq\":");
        close();
        return new RecordOrganization(id, previous, sequence);
    }

    private List<Part.Reference> parts() {
        member(",\"parts\":[");
        int from = reader.offset();
        List<Part.Reference> parts = new ArrayList<>();
        if (!reader.skipIf(']')) {
            do {
                parts.add(part());
            } while (reader.skipIf(','));
            member("]");
        }
        try {
            PartForm.checkDistinct(parts);
        } catch (IllegalArgumentException e) {
            throw malformed(from, e);
        }
        return parts;
    }

    private Part.Reference part() {
        int from = reader.offset();
        Commitment commitment = form("{\"c\":", Commitment::new);
        Digest cipherDigest = form(",\"d\":", Digest::new);
        String keyRef = form(",\"k\":", text -> KeyRef.parse(text).toString());
        long cipherLength = decimal(",\"l\":");
        String mediaType = string(",\"m\":");
        String name = string(",\"n\":");
        RetentionClass retention = form(",\"r\":", RetentionClass::of);
        close();
        try {
            return new Part.Reference(
                    name, mediaType, retention, commitment, cipherDigest, keyRef, cipherLength);
        } catch (IllegalArgumentException e) {
            throw malformed(from, e);
        }
    }

    private long decimal(String key) {
        return form(key, RecordParser::decimalValue);
    }

    private @Nullable String optional(String key) {
        member(key);
        return reader.stringOrNull();
    }

    private String string(String key) {
        member(key);
        return reader.string();
    }

    private <T> T form(String key, Function<String, T> reading) {
        member(key);
        int from = reader.offset();
        String text = reader.string();
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException e) {
            throw malformed(from, e);
        }
    }

    private void member(String token) {
        reader.expect(token, Rule.MEMBER);
    }

    private void close() {
        member("}");
    }

    private static FormException malformed(int offset, IllegalArgumentException cause) {
        FormException malformed = new FormException(offset, Rule.VALUE);
        malformed.initCause(cause);
        return malformed;
    }

    private static int revision(String text) {
        long revision = decimalValue(text);
        if (revision < 1 || revision > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("rev: " + text + " (expected: >= 1)");
        }
        return (int) revision;
    }

    private static String version(String text) {
        if (!text.equals(VERSION)) {
            throw new IllegalArgumentException("v: " + text + " (expected: 1)");
        }
        return text;
    }

    /// A decimal without sign or leading zero that fits 63 bits.
    private static long decimalValue(String text) {
        boolean good = !text.isEmpty() && (text.charAt(0) != '0' || text.length() == 1);
        for (int i = 0; good && i < text.length(); i++) {
            good = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!good) {
            throw new IllegalArgumentException("number: " + text + " (expected: decimal)");
        }
        return Long.parseLong(text);
    }
}
