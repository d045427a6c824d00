package io.affidavit.replay.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.affidavit.replay.verify.MemberForms.Form;
import io.affidavit.replay.verify.ScannedRecord.Aggregate;
import io.affidavit.replay.verify.ScannedRecord.Node;
import io.affidavit.replay.verify.ScannedRecord.Organization;
import io.affidavit.replay.verify.ScannedRecord.ScannedPart;
import io.affidavit.schemas.evidence.FormException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a record into its members. Checks that it is canonical and has exactly the members of
/// `evidence/v1`, in their order and each in its own form. For one thread.
final class RecordScanner {

    static final int MAX_BYTES = 32_768;

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
    private static final byte[] DATA = token(",\"data\":");
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
    private static final byte[] QUOTE = token("\"");
    private static final byte[] COMMA = token(",");

    private final MemberForms forms = new MemberForms();
    private RecordBytes bytes = new RecordBytes(new byte[0]);

    /// @throws FormException when the bytes are not canonical
    /// @throws ScanException when they are no record
    ScannedRecord scan(byte[] record) throws ScanException {
        if (record.length > MAX_BYTES) {
            throw RecordBytes.unlike(MAX_BYTES, "at most " + MAX_BYTES + " bytes");
        }
        bytes = new RecordBytes(record);
        Aggregate aggregate = new Aggregate(string(AGG), decimal(SEQ), string(TYPE));
        Slice time = form(AT, Form.TIME);
        string(BY);
        form(KIND, Form.ACTOR_KIND);
        string(VIA);
        Slice call = optional(CALL);
        optional(CAUSE);
        optional(CORR);
        bytes.expect(DATA);
        bytes.object();
        string(ID);
        Slice origin = form(LOG, Form.ORIGIN);
        Node node = new Node(string(NODE), decimal(SEQ));
        Organization organization = organization();
        List<ScannedPart> parts = parts();
        long position = decimal(POS);
        Slice previous = hash(PREV);
        if (decimal(REV) < 1) {
            throw RecordBytes.unlike(bytes.offset() - 1, "a revision of at least 1");
        }
        Slice type = string(TYPE);
        bytes.expect(VERSION);
        bytes.end();
        return new ScannedRecord(
                aggregate, time, call, origin, node, organization, parts, position, previous, type);
    }

    private @Nullable Organization organization() throws ScanException {
        bytes.expect(ORG);
        if (bytes.next('n')) {
            bytes.expect(NULL);
            return null;
        }
        Slice id = string(ORG_ID);
        Organization organization = new Organization(id, hash(PREV), decimal(SEQ));
        bytes.expect(CLOSE);
        return organization;
    }

    private List<ScannedPart> parts() throws ScanException {
        bytes.expect(PARTS);
        if (!bytes.next('{')) {
            return List.of();
        }
        List<ScannedPart> parts = new ArrayList<>(2);
        parts.add(part());
        while (bytes.next(',')) {
            bytes.expect(COMMA);
            parts.add(part());
        }
        return parts;
    }

    private ScannedPart part() throws ScanException {
        Slice commitment = hash(PART);
        Slice digest = hash(DIGEST);
        form(KEY, Form.KEY_REFERENCE);
        long length = decimal(LENGTH);
        form(MEDIA, Form.MEDIA_TYPE);
        Slice name = form(NAME, Form.PART_NAME);
        form(RETENTION, Form.RETENTION);
        bytes.expect(CLOSE);
        return new ScannedPart(name, commitment, digest, length);
    }

    private Slice string(byte[] token) throws ScanException {
        bytes.expect(token);
        return bytes.string();
    }

    /// A string or `null`; unlike the others it takes its own quotes.
    private @Nullable Slice optional(byte[] token) throws ScanException {
        bytes.expect(token);
        if (bytes.next('n')) {
            bytes.expect(NULL);
            return null;
        }
        Slice text = string(QUOTE);
        bytes.expect(QUOTE);
        return text;
    }

    private Slice form(byte[] token, Form form) throws ScanException {
        Slice text = string(token);
        if (!forms.has(text, form)) {
            throw RecordBytes.unlike(bytes.offset() - text.length(), form.expected());
        }
        return text;
    }

    private Slice hash(byte[] token) throws ScanException {
        bytes.expect(token);
        return bytes.hash();
    }

    private long decimal(byte[] token) throws ScanException {
        bytes.expect(token);
        return bytes.decimal();
    }

    private static byte[] token(String text) {
        return text.getBytes(US_ASCII);
    }
}
