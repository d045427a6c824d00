package io.affidavit.query.evidence;

import io.affidavit.schemas.evidence.Leaf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Column `agg` of the record table, derived again from what a record says: a call's own UUID, else
/// the first 16 bytes of SHA-256(type ‖ "\n" ‖ id).
public final class AggregateColumn {

    private static final String CALL = "call";

    private AggregateColumn() {}

    /// The column's value, or null when a call's id is no UUID.
    public static @Nullable UUID of(String type, String id) {
        if (type.equals(CALL)) {
            return callId(id);
        }
        byte[] named = (type + '\n' + id).getBytes(StandardCharsets.UTF_8);
        ByteBuffer hash = ByteBuffer.wrap(Leaf.newDigest().digest(named));
        return new UUID(hash.getLong(), hash.getLong());
    }

    private static @Nullable UUID callId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
