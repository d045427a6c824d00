package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.KeyRef;
import io.affidavit.schemas.evidence.KeyWrap;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBinding;
import io.affidavit.schemas.evidence.PartCipher;
import io.affidavit.schemas.evidence.PartKeys;
import io.affidavit.schemas.evidence.SealedPart;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Seals parts on their callers' threads under keys that exist once per tenant, month and retention
/// class, and once per data subject. Keys are made when they are first needed and rest wrapped
/// under the key-encryption key.
final class PartVault {

    private static final int VERSION = 1;
    private static final int MAX_CACHED = 10_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final KeyTable table;
    private final byte[] kek;
    private final Randomness randomness;
    private final Clock clock;
    private final Map<KeyRef, PartKeys> cache = new ConcurrentHashMap<>();
    private final ReentrantLock loading = new ReentrantLock();

    PartVault(KeyTable table, byte[] kek, Randomness randomness, Clock clock) {
        this.table = table;
        this.kek = kek.clone();
        this.randomness = randomness;
        this.clock = clock;
    }

    /// Seals one part of an event.
    ///
    /// @param organization tenant whose keys are used, null for the house's own
    SealedPart seal(
            LogOrigin origin, String eventId, @Nullable String organization, Part.Content content) {
        KeyRef ref =
                new KeyRef(
                        organization,
                        month(),
                        content.retention(),
                        VERSION,
                        KeyRef.organizationSubject(organization),
                        VERSION);
        return PartCipher.seal(
                new PartBinding(origin, eventId, ref),
                content,
                keys(ref),
                randomness.bytes(PartCipher.SALT_BYTES),
                randomness.bytes(PartCipher.IV_BYTES));
    }

    private PartKeys keys(KeyRef ref) {
        PartKeys cached = cache.get(ref);
        return cached != null ? cached : loadOnce(ref);
    }

    /// One caller reads, the others wait for it: a new month must not cost a connection a call.
    private PartKeys loadOnce(KeyRef ref) {
        try {
            if (!loading.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw EvidenceFailures.unavailable("part keys are not read in time", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EvidenceFailures.unavailable("interrupted", e);
        }
        try {
            PartKeys loaded = cache.get(ref);
            if (loaded == null) {
                loaded = load(ref);
                if (cache.size() >= MAX_CACHED) {
                    cache.clear();
                }
                cache.put(ref, loaded);
            }
            return loaded;
        } finally {
            loading.unlock();
        }
    }

    private PartKeys load(KeyRef ref) {
        try {
            String epoch = KeyWrap.epoch(ref);
            String subject = KeyWrap.subject(ref);
            return KeyWrap.unwrap(
                    kek, ref, table.subject(ref, fresh(subject)), table.epoch(ref, fresh(epoch)));
        } catch (SQLException e) {
            throw EvidenceFailures.unavailable("part keys cannot be read", e);
        }
    }

    private byte[] fresh(String row) {
        return KeyWrap.wrap(
                kek, row, randomness.bytes(KeyWrap.KEY_BYTES), randomness.bytes(KeyWrap.IV_BYTES));
    }

    private String month() {
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        int month = now.getMonthValue();
        return now.getYear() + (month < 10 ? "0" : "") + month;
    }
}
