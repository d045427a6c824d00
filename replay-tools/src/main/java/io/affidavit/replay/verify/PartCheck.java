package io.affidavit.replay.verify;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares the blobs that are stored for a record with what the record says about them.
final class PartCheck {

    private final Failures failures;
    private long checked;

    PartCheck(Failures failures) {
        this.failures = failures;
    }

    void check(long position, ScannedRecord record, List<StoredPart> stored) {
        for (ScannedRecord.ScannedPart part : record.parts()) {
            checked++;
            String name = part.name().toString();
            StoredPart blob = find(stored, name);
            if (blob == null) {
                failures.add(
                        Check.UNEXPLAINED_ABSENCE,
                        object(position, name),
                        "absent",
                        part.length() + " bytes");
            } else {
                compare(position, part, blob);
            }
        }
        refuseUnreferenced(position, record, stored);
    }

    private void compare(long position, ScannedRecord.ScannedPart part, StoredPart blob) {
        if (part.length() != blob.length()) {
            failures.add(
                    Check.CIPHERTEXT,
                    object(position, blob.name()),
                    blob.length() + " bytes",
                    part.length() + " bytes");
        } else if (!part.digest().isHexOf(blob.digest())) {
            failures.add(
                    Check.CIPHERTEXT,
                    object(position, blob.name()),
                    HexFormat.of().formatHex(blob.digest()),
                    part.digest().toString());
        }
    }

    private void refuseUnreferenced(long position, ScannedRecord record, List<StoredPart> stored) {
        for (StoredPart blob : stored) {
            if (record.parts().stream()
                    .noneMatch(part -> part.name().toString().equals(blob.name()))) {
                failures.add(
                        Check.CIPHERTEXT,
                        object(position, blob.name()),
                        blob.length() + " bytes",
                        "no such part");
            }
        }
    }

    /// Parts that records name and that were looked for.
    long checked() {
        return checked;
    }

    private static @Nullable StoredPart find(List<StoredPart> stored, String name) {
        for (StoredPart blob : stored) {
            if (blob.name().equals(name)) {
                return blob;
            }
        }
        return null;
    }

    private static String object(long position, String name) {
        return "record " + position + " part " + name;
    }
}
