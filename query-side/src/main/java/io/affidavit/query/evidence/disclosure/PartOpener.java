package io.affidavit.query.evidence.disclosure;

import io.affidavit.schemas.evidence.KeyRef;
import io.affidavit.schemas.evidence.KeyWrap;
import io.affidavit.schemas.evidence.OpenedPart;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBinding;
import io.affidavit.schemas.evidence.PartCipher;
import io.affidavit.schemas.evidence.PartException;
import io.affidavit.schemas.evidence.PartKeys;
import io.affidavit.schemas.evidence.RecordView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Opens parts one at a time, each checked against what its record committed to. For one thread.
public final class PartOpener {

    private static final int KEYS_MAX = 1_000;

    private final JdbcClient ciphertexts;
    private final JdbcClient keys;
    private final byte[] kek;
    private final Map<KeyRef, PartKeys> known = new HashMap<>();

    PartOpener(JdbcClient ciphertexts, JdbcClient keys, byte[] kek) {
        this.ciphertexts = ciphertexts;
        this.keys = keys;
        this.kek = kek;
    }

    /// The salt of a part, and its text where that was kept.
    ///
    /// @param log ordinal of the record's log
    /// @throws PartClosed when it is gone, its key is, or it is not what was sealed
    public OpenedPart open(int log, RecordView record, Part.Reference part) {
        String place = "position " + record.pos() + ", part " + part.name() + ": ";
        byte[] blob =
                blob(log, record.pos(), part)
                        .orElseThrow(
                                () -> new PartClosed(place + "its ciphertext is gone or was cut"));
        try {
            KeyRef ref = KeyRef.parse(part.keyRef());
            PartKeys both =
                    keys(ref)
                            .orElseThrow(() ->
                                    new PartClosed(place + "its key is gone, nobody can read it"));
            return PartCipher.open(
                    new PartBinding(record.log(), record.id(), ref), part, both, blob);
        } catch (PartException e) {
            throw new PartClosed("position " + record.pos() + ", " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new PartClosed(place + "its key does not open with this key-encryption key", e);
        }
    }

    /// Of the recorded length: no other one is the recorded text, and memory is bounded by it.
    private Optional<byte[]> blob(int log, long position, Part.Reference part) {
        return ciphertexts
                .sql(
                        "select blob from evidence.part"
                                + " where log = ? and pos = ? and name = ? and length(blob) = ?")
                .params(log, position, part.name(), part.cipherLength())
                .query(byte[].class)
                .optional();
    }

    private Optional<PartKeys> keys(KeyRef ref) {
        PartKeys cached = known.get(ref);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<PartKeys> both =
                keys.sql(
                                """
                                select s.wrapped as subject, e.wrapped as epoch
                                from vault.subject_key s, vault.epoch_key e
                                where s.subject = ? and s.version = ? and e.org = ?
                                    and e.month = ? and e.retention = ? and e.version = ?
                                """)
                        .params(
                                ref.subject(),
                                ref.subjectVersion(),
                                KeyRef.organizationSubject(ref.organization()),
                                ref.month(),
                                ref.retention().code(),
                                ref.epochVersion())
                        .query((row, number) ->
                                KeyWrap.unwrap(
                                        kek, ref, row.getBytes("subject"), row.getBytes("epoch")))
                        .optional();
        if (known.size() >= KEYS_MAX) {
            known.clear();
        }
        both.ifPresent(found -> known.put(ref, found));
        return both;
    }
}
