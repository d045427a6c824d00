package io.affidavit.command.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records in the format of `COPY … (FORMAT BINARY)` (PostgreSQL documentation, COPY, "Binary
/// Format"). Reused from batch to batch; for the writer's thread.
final class CopyBuffer {

    private static final byte[] SIGNATURE =
            "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final short COLUMNS = 8;
    private static final short END = -1;
    private static final int NULL = -1;
    private static final int ROW_OVERHEAD = 256;
    private static final int KEPT = 1 << 20;

    private ByteBuffer buffer = ByteBuffer.allocate(KEPT / 2);

    /// Encodes a batch of a log; the bytes are valid until the next one.
    byte[] encode(short log, List<Placement.Placed> records) {
        ensure(records);
        buffer.clear();
        buffer.put(SIGNATURE).putInt(0).putInt(0);
        for (Placement.Placed record : records) {
            put(log, record);
        }
        buffer.putShort(END);
        return buffer.array();
    }

    /// How many bytes of the array belong to the batch.
    int length() {
        return buffer.position();
    }

    private void put(short log, Placement.Placed record) {
        StagedEvent event = record.event();
        buffer.putShort(COLUMNS);
        buffer.putInt(Short.BYTES).putShort(log);
        buffer.putInt(Long.BYTES).putLong(record.position());
        put(record.record());
        put(record.leaf());
        put(event.type());
        buffer.putInt(2 * Long.BYTES)
                .putLong(event.aggregate().getMostSignificantBits())
                .putLong(event.aggregate().getLeastSignificantBits());
        buffer.putInt(Integer.BYTES).putInt(event.sequence());
        put(event.organization());
    }

    private void put(byte[] bytes) {
        buffer.putInt(bytes.length).put(bytes);
    }

    private void put(@Nullable String text) {
        if (text == null) {
            buffer.putInt(NULL);
        } else {
            put(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void ensure(List<Placement.Placed> records) {
        int needed = ROW_OVERHEAD;
        for (Placement.Placed record : records) {
            needed += record.record().length + ROW_OVERHEAD;
        }
        if (buffer.capacity() < needed || buffer.capacity() > KEPT) {
            buffer = ByteBuffer.allocate(Math.max(needed, KEPT / 2));
        }
    }
}
