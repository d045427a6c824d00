package io.affidavit.replay.verify;

import io.affidavit.schemas.evidence.KeyRef;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBinding;
import io.affidavit.schemas.evidence.PartCipher;
import io.affidavit.schemas.evidence.PartKeys;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.evidence.SealedPart;
import io.affidavit.schemas.serial.EventNames;
import java.util.Arrays;

/// Seals the parts of a sample log, under keys that are no secret.
final class SampleParts {

    private static final PartKeys KEYS = new PartKeys(new byte[32], new byte[32]);

    private SampleParts() {}

    /// The newest revision of an event; 1 of what is none.
    static int revision(String type) {
        return EventNames.all().stream()
                .filter(name -> name.type().equals(type))
                .mapToInt(name -> Integer.parseInt(name.revision()))
                .findFirst()
                .orElse(1);
    }

    static SealedPart seal(
            LogOrigin origin, String eventId, SampleLog.Entry entry, Part.Content part) {
        KeyRef key =
                new KeyRef(
                        entry.organization(),
                        "202611",
                        RetentionClass.AIACT_6M,
                        1,
                        KeyRef.organizationSubject(entry.organization()),
                        1);
        byte[] salt = new byte[PartCipher.SALT_BYTES];
        Arrays.fill(salt, (byte) part.name().length());
        return PartCipher.seal(
                new PartBinding(origin, eventId, key),
                part,
                KEYS,
                salt,
                new byte[PartCipher.IV_BYTES]);
    }
}
