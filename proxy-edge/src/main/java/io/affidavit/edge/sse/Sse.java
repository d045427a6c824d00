package io.affidavit.edge.sse;

import io.netty.buffer.ByteBuf;
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
