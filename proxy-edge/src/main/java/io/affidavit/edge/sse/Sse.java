package io.affidavit.edge.sse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Writes events for the client: one `data:` line each. Line feeds inside JSON are whitespace, so
/// they become spaces.
public final class Sse {

    public static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final int LINE_ENDS = 2;

    private Sse() {}

    public static void write(ByteBuf out, byte[] json, int from, int to) {
        out.ensureWritable(DATA.length + to - from + LINE_ENDS);
        out.writeBytes(DATA);
        writeLine(out, json, from, to);
        out.writeByte('\n').writeByte('\n');
    }

    /// Writes an event with its name; without the line where it has none.
    public static void write(ByteBuf out, String name, byte[] json, int from, int to) {
        if (!name.isEmpty()) {
            out.writeBytes(EVENT);
            out.writeCharSequence(name, StandardCharsets.UTF_8);
            out.writeByte('\n');
        }
        write(out, json, from, to);
    }

    /// Writes an event with one range left out.
    public static void writeWithout(
            ByteBuf out, byte[] json, int from, int to, int gapFrom, int gapTo) {
        out.ensureWritable(DATA.length + to - from + LINE_ENDS);
        out.writeBytes(DATA);
        writeLine(out, json, from, gapFrom);
        writeLine(out, json, gapTo, to);
        out.writeByte('\n').writeByte('\n');
    }

    /// Events with a comment line at the top of the last of their blocks. A comment is never a
    /// block of its own: some clients dispatch an empty event for that.
    ///
    /// @param events whole events, written by this class
    /// @param comment one line of visible ASCII
    public static ByteBuf commented(byte[] events, String comment) {
        int block = lastBlock(events);
        return Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(events, 0, block),
                Unpooled.wrappedBuffer((": " + comment + '\n').getBytes(StandardCharsets.US_ASCII)),
                Unpooled.wrappedBuffer(events, block, events.length - block));
    }

    /// Where the last block begins: after the last empty line but the one that ends it.
    private static int lastBlock(byte[] events) {
        for (int i = events.length - LINE_ENDS - 1; i > 0; i--) {
            if (events[i] == '\n' && events[i - 1] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private static void writeLine(ByteBuf out, byte[] json, int from, int to) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (json[i] == '\n') {
                out.writeBytes(json, start, i - start).writeByte(' ');
                start = i + 1;
            }
        }
        out.writeBytes(json, start, to - start);
    }
}
