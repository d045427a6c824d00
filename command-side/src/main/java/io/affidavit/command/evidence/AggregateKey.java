package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Leaf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The index key of an aggregate's records: short, of one width, and derivable from the record.
///
/// A call's id is a UUID already and stands for itself; any other aggregate has the first 16 bytes
/// of SHA-256(type ‖ "\n" ‖ id).
final class AggregateKey {

    private static final String CALL = "call";

    private AggregateKey() {}

    /// The key of the aggregate that a record names.
    ///
    /// @throws IllegalArgumentException if a call's id is no UUID
    static UUID of(String type, String id) {
        if (type.equals(CALL)) {
            return UUID.fromString(id);
        }
        byte[] named = (type + '\n' + id).getBytes(StandardCharsets.UTF_8);
        ByteBuffer hash = ByteBuffer.wrap(Leaf.newDigest().digest(named));
        return new UUID(hash.getLong(), hash.getLong());
    }
}
