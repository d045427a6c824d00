package io.affidavit.projections.testing;

import io.affidavit.schemas.evidence.KeyRef;
import io.affidavit.schemas.evidence.KeyWrap;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartBinding;
import io.affidavit.schemas.evidence.PartCipher;
import io.affidavit.schemas.evidence.PartKeys;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.evidence.SealedPart;
import io.affidavit.schemas.value.DomainEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// Seals parts for [TestLog], every one under the same two keys.
public final class TestVault {

    /// The key-encryption key of every test.
    public static final byte[] KEK = filled(1);

    private static final byte[] EPOCH_KEY = filled(2);
    private static final byte[] SUBJECT_KEY = filled(3);

    private final JdbcTemplate sql;
    private final LogOrigin origin;
    private final int log;

    TestVault(JdbcTemplate sql) {
        this(sql, TestLog.ORIGIN, 0);
    }

    private TestVault(JdbcTemplate sql, LogOrigin origin, int log) {
        this.sql = sql;
        this.origin = origin;
        this.log = log;
    }

    /// The same for another log.
    TestVault of(LogOrigin its, int ordinal) {
        return new TestVault(sql, its, ordinal);
    }

    /// The event with references in place of contents; ciphertexts and keys are stored.
    DomainEvent seal(DomainEvent event, String eventId, @Nullable String tenant, long position) {
        if (!(event instanceof PartBearing bearing)) {
            return event;
        }
        List<Part> sealed = new ArrayList<>();
        for (Part part : bearing.parts()) {
            if (part instanceof Part.Content content) {
                SealedPart one = seal(content, eventId, tenant);
                sql.update(
                        "insert into evidence.part (log, pos, name, blob) values (?, ?, ?, ?)",
                        log,
                        position,
                        content.name(),
                        one.blob());
                sealed.add(one.reference());
            }
        }
        return (DomainEvent) bearing.withParts(sealed);
    }

    private SealedPart seal(Part.Content content, String eventId, @Nullable String tenant) {
        KeyRef ref =
                new KeyRef(
                        tenant,
                        "202611",
                        RetentionClass.AIACT_6M,
                        1,
                        KeyRef.organizationSubject(tenant),
                        1);
        keep(ref);
        return PartCipher.seal(
                new PartBinding(origin, eventId, ref),
                content,
                new PartKeys(SUBJECT_KEY, EPOCH_KEY),
                filled(9),
                Arrays.copyOf(filled(8), PartCipher.IV_BYTES));
    }

    private void keep(KeyRef ref) {
        byte[] iv = Arrays.copyOf(filled(7), KeyWrap.IV_BYTES);
        sql.update(
                "insert into vault.epoch_key (org, month, retention, version, wrapped)"
                        + " values (?, ?, ?, 1, ?) on conflict do nothing",
                KeyRef.organizationSubject(ref.organization()),
                ref.month(),
                ref.retention().code(),
                KeyWrap.wrap(KEK, KeyWrap.epoch(ref), EPOCH_KEY, iv));
        sql.update(
                "insert into vault.subject_key (subject, version, wrapped)"
                        + " values (?, 1, ?) on conflict do nothing",
                ref.subject(),
                KeyWrap.wrap(KEK, KeyWrap.subject(ref), SUBJECT_KEY, iv));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
