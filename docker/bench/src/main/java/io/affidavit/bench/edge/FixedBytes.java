package io.affidavit.bench.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Makes bytes that are sent again and again: outside the heap, never released, never changed.
final class FixedBytes {

    private FixedBytes() {}

    static ByteBuf of(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return Unpooled.unreleasableBuffer(
                Unpooled.wrappedBuffer(direct.asReadOnlyBuffer()).asReadOnly());
    }
}
