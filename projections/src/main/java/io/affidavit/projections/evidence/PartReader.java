package io.affidavit.projections.evidence;

import io.affidavit.schemas.evidence.KeyRef;
import io.affidavit.schemas.evidence.KeyWrap;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.evidence.OpenedPart;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartBinding;
import io.affidavit.schemas.evidence.PartCipher;
import io.affidavit.schemas.evidence.PartException;
import io.affidavit.schemas.evidence.PartKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Opens the short texts that reading shows: names and metadata. Bodies are not its business.
///
/// A text whose keys are destroyed is gone, and a text that does not open is reported and left out:
/// neither may keep the tables from following the log.
public final class PartReader {

    private static final Logger LOG = LoggerFactory.getLogger(PartReader.class);

    private final JdbcClient sql;
    private final byte[] kek;

    /// Reads with the projector's connection and unwraps with this key-encryption key.
    public PartReader(JdbcClient sql, byte[] kek) {
        this.sql = sql;
        this.kek = kek.clone();
    }

    /// The text of a part, or null when the event has no such part or nobody can read it any more.
    public @Nullable String text(EventMessage<?> message, PartBearing event, String name) {
        for (Part part : event.parts()) {
            if (part instanceof Part.Reference reference && reference.name().equals(name)) {
                return open(message, reference).orElse(null);
            }
        }
        return null;
    }

    private Optional<String> open(EventMessage<?> message, Part.Reference part) {
        LogPlace place = place(message);
        try {
            Optional<byte[]> blob = blob(place, part.name());
            KeyRef ref = KeyRef.parse(part.keyRef());
            Optional<PartKeys> keys = blob.isEmpty() ? Optional.empty() : keys(ref);
            if (keys.isEmpty()) {
                return Optional.empty();
            }
            PartBinding binding =
                    new PartBinding(origin(place.log()), message.getIdentifier(), ref);
            OpenedPart opened = PartCipher.open(binding, part, keys.get(), blob.orElseThrow());
            return Optional.ofNullable(opened.text())
                    .map(text -> new String(text, StandardCharsets.UTF_8));
        } catch (PartException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("position", place)
                    .addKeyValue("part", part.name())
                    .setCause(e)
                    .log("a part does not open; its text is left out of the read tables");
            return Optional.empty();
        }
    }

    private static LogPlace place(EventMessage<?> message) {
        if (message instanceof TrackedEventMessage<?> tracked) {
            return LogPlace.of(tracked.trackingToken().position().orElseThrow());
        }
        throw new IllegalArgumentException("message: without a place (expected: from the log)");
    }

    private Optional<byte[]> blob(LogPlace place, String name) {
        return sql.sql("select blob from evidence.part where log = ? and pos = ? and name = ?")
                .params(place.log(), place.position(), name)
                .query(byte[].class)
                .optional();
    }

    private LogOrigin origin(int log) {
        return new LogOrigin(
                sql.sql("select origin from evidence.head where log = ?")
                        .param(log)
                        .query(String.class)
                        .single());
    }

    private Optional<PartKeys> keys(KeyRef ref) {
        String organization = KeyRef.organizationSubject(ref.organization());
        Optional<byte[]> epoch =
                sql.sql(
                                "select wrapped from vault.epoch_key"
                                        + " where org = ? and month = ? and retention = ?"
                                        + " and version = ?")
                        .params(
                                organization,
                                ref.month(),
                                ref.retention().code(),
                                ref.epochVersion())
                        .query(byte[].class)
                        .optional();
        Optional<byte[]> subject =
                sql.sql("select wrapped from vault.subject_key where subject = ? and version = ?")
                        .params(ref.subject(), ref.subjectVersion())
                        .query(byte[].class)
                        .optional();
        if (epoch.isEmpty() || subject.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(KeyWrap.unwrap(kek, ref, subject.get(), epoch.get()));
    }
}
