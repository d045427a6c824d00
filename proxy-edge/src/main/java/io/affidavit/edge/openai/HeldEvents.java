package io.affidavit.edge.openai;

import io.affidavit.edge.sse.Sse;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of a stream until it may be told. Usage that rides in a finish chunk gets a chunk of its
/// own, because clients stop reading at the finish reason.
final class HeldEvents {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_ARRAY = "[]".getBytes(StandardCharsets.US_ASCII);

    private final List<byte[]> finishes = new ArrayList<>(1);
    private byte @Nullable [] usage;
    private int size;

    /// Keeps a chunk with a finish reason; false when too much is held.
    boolean finish(ChunkScan chunk, byte[] json, int from, int to, boolean usageAsked) {
        size += to - from;
        if (size > ChatStream.MAX_EVENT_BYTES) {
            return false;
        }
        if (chunk.usageFrom < 0) {
            finishes.add(Arrays.copyOfRange(json, from, to));
        } else if (!usageAsked) {
            finishes.add(replace(json, from, to, chunk.usageFrom, chunk.usageTo, new byte[0]));
        } else if (chunk.usage == null) {
            finishes.add(Arrays.copyOfRange(json, from, to));
        } else {
            usage = replace(json, from, to, chunk.choicesFrom, chunk.choicesTo, EMPTY_ARRAY);
            finishes.add(replace(json, from, to, chunk.usageValueFrom, chunk.usageValueTo, NULL));
        }
        return true;
    }

    /// Keeps the usage chunk; a later one replaces it.
    void usage(byte[] json, int from, int to) {
        usage = Arrays.copyOfRange(json, from, to);
    }

    void write(ByteBuf out, boolean usageAsked) {
        for (byte[] finish : finishes) {
            Sse.write(out, finish, 0, finish.length);
        }
        if (usageAsked && usage != null) {
            Sse.write(out, usage, 0, usage.length);
        }
        out.writeBytes(Sse.DONE);
    }

    private static byte[] replace(
            byte[] json, int from, int to, int gapFrom, int gapTo, byte[] filling) {
        byte[] out = new byte[to - from - (gapTo - gapFrom) + filling.length];
        int head = gapFrom - from;
        System.arraycopy(json, from, out, 0, head);
        System.arraycopy(filling, 0, out, head, filling.length);
        System.arraycopy(json, gapTo, out, head + filling.length, to - gapTo);
        return out;
    }
}
