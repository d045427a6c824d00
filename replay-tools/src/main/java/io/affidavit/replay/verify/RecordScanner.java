package io.affidavit.replay.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.affidavit.replay.verify.ScannedRecord.Aggregate;
import io.affidavit.replay.verify.ScannedRecord.Node;
import io.affidavit.replay.verify.ScannedRecord.Organization;
import io.affidavit.replay.verify.ScannedRecord.ScannedPart;
import io.affidavit.schemas.evidence.CanonicalForm;
import io.affidavit.schemas.evidence.FormException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a record into its members. Checks that it is canonical and has exactly the members of
/// `evidence/v1`, in their order and each in its own form. For one thread.
final class RecordScanner {

    static final int MAX_BYTES = 32_768;

    private static final int HEX_LENGTH = 64;
    private static final int LONGEST_DECIMAL = 19;

    private static final byte[] AGG = token("{\"agg\":{\"id\":\"");
    private static final byte[] SEQ = token("\",\"seq\":\"");
    private static final byte[] TYPE = token("\",\"type\":\"");
    private static final byte[] AT = token("\"},\"at\":\"");
    private static final byte[] BY = token("\",\"by\":{\"id\":\"");
    private static final byte[] KIND = token("\",\"kind\":\"");
    private static final byte[] VIA = token("\",\"via\":\"");
    private static final byte[] CALL = token("\"},\"call\":");
    private static final byte[] CAUSE = token(",\"cause\":");
    private static final byte[] CORR = token(",\"corr\":");
    private static final byte[] DATA = token(",\"data\":{");
    private static final byte[] ID = token(",\"id\":\"");
    private static final byte[] LOG = token("\",\"log\":\"");
    private static final byte[] NODE = token("\",\"node\":{\"id\":\"");
    private static final byte[] ORG = token("\"},\"org\":");
    private static final byte[] ORG_ID = token("{\"id\":\"");
    private static final byte[] PREV = token("\",\"prev\":\"");
    private static final byte[] CLOSE = token("\"}");
    private static final byte[] PARTS = token(",\"parts\":[");
    private static final byte[] PART = token("{\"c\":\"");
    private static final byte[] DIGEST = token("\",\"d\":\"");
    private static final byte[] KEY = token("\",\"k\":\"");
    private static final byte[] LENGTH = token("\",\"l\":\"");
    private static final byte[] MEDIA = token("\",\"m\":\"");
    private static final byte[] NAME = token("\",\"n\":\"");
    private static final byte[] RETENTION = token("\",\"r\":\"");
    private static final byte[] POS = token("],\"pos\":\"");
    private static final byte[] REV = token("\",\"rev\":\"");
    private static final byte[] VERSION = token("\",\"v\":\"1\"}");
    private static final byte[] NULL = token("null");

    private final MemberForms forms = new MemberForms();
    private byte[] record = {};
    private int at;

    /// @throws FormException when the bytes are not canonical
    /// @throws ScanException when they are, but no record
    ScannedRecord scan(byte[] bytes) throws ScanException {
        if (bytes.length > MAX_BYTES) {
            throw unlike(MAX_BYTES, "at most " + MAX_BYTES + " bytes");
        }
        CanonicalForm.check(bytes);
        record = bytes;
        at = 0;
        Aggregate aggregate = new Aggregate(string(AGG), decimal(SEQ), string(TYPE));
        Slice time = form(AT, MemberForms.Form.TIME);
        string(BY);
        form(KIND, MemberForms.Form.ACTOR_KIND);
        string(VIA);
        Slice call = optional(CALL);
        optional(CAUSE);
        optional(CORR);
        data();
        string(ID);
        Slice origin = form(LOG, MemberForms.Form.ORIGIN);
        Node node = new Node(string(NODE), decimal(SEQ));
        Organization organization = organization();
        List<ScannedPart> parts = parts();
        long position = decimal(POS);
        Slice previous = hex(PREV);
        if (decimal(REV) < 1) {
            throw unlike(at, "a revision of at least 1");
        }
        Slice type = string(TYPE);
        expect(VERSION);
        return new ScannedRecord(
                aggregate, time, call, origin, node, organization, parts, position, previous, type);
    }

    private @Nullable Organization organization() throws ScanException {
        expect(ORG);
        if (next('n')) {
            expect(NULL);
            return null;
        }
        Slice id = string(ORG_ID);
        Organization organization = new Organization(id, hex(PREV), decimal(SEQ));
        expect(CLOSE);
        return organization;
    }

    private List<ScannedPart> parts() throws ScanException {
        expect(PARTS);
        if (!next('{')) {
            return List.of();
        }
        List<ScannedPart> parts = new ArrayList<>(2);
        do {
            parts.add(part());
        } while (passIf(','));
        return parts;
    }

    private ScannedPart part() throws ScanException {
        hex(PART);
        Slice digest = hex(DIGEST);
        form(KEY, MemberForms.Form.KEY_REFERENCE);
        long length = decimal(LENGTH);
        string(MEDIA);
        Slice name = string(NAME);
        form(RETENTION, MemberForms.Form.RETENTION);
        expect(CLOSE);
        return new ScannedPart(name, digest, length);
    }

    /// Passes over an object that is known to be canonical.
    private void data() throws ScanException {
        expect(DATA);
        int depth = 1;
        while (depth > 0) {
            switch (record[at++]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> toQuote();
                default -> {}
            }
        }
    }

    private Slice string(byte[] token) throws ScanException {
        expect(token);
        int from = at;
        toQuote();
        at--;
        return new Slice(record, from, at);
    }

    /// Moves behind the quote that ends a string.
    private void toQuote() {
        while (record[at] != '"') {
            at += record[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    /// A string or `null`; unlike the others it takes its own quotes.
    private @Nullable Slice optional(byte[] token) throws ScanException {
        expect(token);
        if (next('n')) {
            expect(NULL);
            return null;
        }
        if (!passIf('"')) {
            throw unlike(at, "a string or null");
        }
        int from = at;
        toQuote();
        return new Slice(record, from, at - 1);
    }

    private Slice form(byte[] token, MemberForms.Form form) throws ScanException {
        Slice text = string(token);
        if (!forms.has(text, form)) {
            throw unlike(at - text.length(), form.expected());
        }
        return text;
    }

    private Slice hex(byte[] token) throws ScanException {
        Slice text = string(token);
        boolean good = text.length() == HEX_LENGTH;
        for (int i = 0; good && i < HEX_LENGTH; i++) {
            byte c = text.at(i);
            good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!good) {
            throw unlike(at - text.length(), "64 lower-case hex digits");
        }
        return text;
    }

    private long decimal(byte[] token) throws ScanException {
        Slice text = string(token);
        int length = text.length();
        boolean good =
                length > 0 && length <= LONGEST_DECIMAL && (text.at(0) != '0' || length == 1);
        long value = 0;
        for (int i = 0; good && i < length; i++) {
            byte c = text.at(i);
            good = c >= '0' && c <= '9';
            value = 10 * value + (c - '0');
        }
        if (!good || value < 0) { // 19 digits overflow to a negative number at most once
            throw unlike(at - length, "a decimal without leading zero below 2^63");
        }
        return value;
    }

    private void expect(byte[] token) throws ScanException {
        for (int i = 0; i < token.length; i++) {
            if (at + i >= record.length || record[at + i] != token[i]) {
                throw unlike(at + i, "the members of a record");
            }
        }
        at += token.length;
    }

    private boolean next(char c) {
        return at < record.length && record[at] == c;
    }

    private boolean passIf(char c) {
        boolean there = next(c);
        at += there ? 1 : 0;
        return there;
    }

    private static ScanException unlike(int offset, String expected) {
        return new ScanException("bytes at offset " + offset, expected);
    }

    private static byte[] token(String text) {
        return text.getBytes(US_ASCII);
    }
}
