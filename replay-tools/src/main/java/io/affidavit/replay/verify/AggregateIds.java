package io.affidavit.replay.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.affidavit.schemas.evidence.Leaf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.UUID;

/// The UUID that a row carries for its aggregate: a call's own id, for every other kind the first
/// 16 bytes of SHA-256 over type, newline and id. For one thread.
final class AggregateIds {

    static final Slice CALL = Slice.of("call");

    private static final int UUID_LENGTH = 36;

    private final MessageDigest digest = Leaf.newDigest();

    /// @throws ScanException when a call's id is no UUID in lower-case hex
    UUID of(ScannedRecord.Aggregate aggregate) throws ScanException {
        return aggregate.type().equals(CALL) ? uuid(aggregate.id()) : hashed(aggregate);
    }

    private UUID hashed(ScannedRecord.Aggregate aggregate) {
        String text = aggregate.type().toString() + '\n' + aggregate.id();
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(text.getBytes(UTF_8)));
        return new UUID(hash.getLong(), hash.getLong());
    }

    private static UUID uuid(Slice id) throws ScanException {
        long high = 0;
        long low = 0;
        boolean good = id.length() == UUID_LENGTH;
        for (int i = 0; good && i < UUID_LENGTH; i++) {
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                good = id.at(i) == '-';
            } else {
                int digit = digit(id.at(i));
                good = digit >= 0;
                high = high << 4 | low >>> 60;
                low = low << 4 | digit;
            }
        }
        if (!good) {
            throw new ScanException("agg.id " + id, "a UUID for a call");
        }
        return new UUID(high, low);
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
