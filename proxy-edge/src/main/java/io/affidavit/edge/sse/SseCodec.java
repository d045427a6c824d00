package io.affidavit.edge.sse;

import io.affidavit.edge.json.JsonText;
import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Takes server-sent events apart (WHATWG HTML §9.2.6), however the bytes are cut. Comments, `id:`
/// and `retry:` are dropped, data lines of one event joined by LF. An event that was begun when the
/// bytes end is given out as well: what it lacks shows in its data.
public final class SseCodec {

    /// Hears one event with data. The bytes belong to the codec and change afterwards.
    public interface Events {

        /// @param error whether the event is named `error`
        void event(boolean error, byte[] bytes, int from, int to);
    }

    private static final ByteProcessor NO_LINE_END = b -> b != '\n' && b != '\r';
    private static final int FIRST_SIZE = 512;

    private final int maxEventBytes;
    private final Events events;
    private byte[] line = new byte[FIRST_SIZE];
    private int lineLength;
    private byte[] data = new byte[FIRST_SIZE];
    private int dataFrom;
    private int dataTo;
    private boolean hasData;
    private String name = "";
    private String lastName = "";
    private boolean afterCr;
    private boolean firstLine = true;

    /// @param maxEventBytes most bytes of one event
    public SseCodec(int maxEventBytes, Events events) {
        this.maxEventBytes = maxEventBytes;
        this.events = events;
    }

    /// Reads all bytes.
    ///
    /// @return false when an event is longer than allowed; nothing more may be read then
    public boolean read(ByteBuf in) {
        while (in.isReadable()) {
            int start = in.readerIndex();
            if (afterCr) {
                afterCr = false;
                if (in.getByte(start) == '\n') {
                    in.skipBytes(1);
                    continue;
                }
            }
            int lineEnd = in.forEachByte(NO_LINE_END);
            int length = lineEnd < 0 ? in.readableBytes() : lineEnd - start;
            if (lineLength + (hasData ? dataTo - dataFrom : 0) + length > maxEventBytes) {
                return false;
            }
            line = grown(line, lineLength + length);
            in.readBytes(line, lineLength, length);
            lineLength += length;
            if (lineEnd >= 0) {
                afterCr = in.readByte() == '\r';
                endLine();
            }
        }
        return true;
    }

    /// The name of the event just heard; empty for none.
    public String name() {
        return name;
    }

    /// Gives out what was begun when the provider's bytes ended.
    public void end() {
        if (lineLength > 0) {
            endLine();
        }
        dispatch();
    }

    private void endLine() {
        int from = firstLine && startsWithMark() ? 3 : 0;
        firstLine = false;
        int length = lineLength;
        lineLength = 0;
        if (length == from) {
            dispatch();
        } else if (field(from, length, "data")) {
            addData(valueFrom(from + 5, length), length);
        } else if (field(from, length, "event")) {
            int value = valueFrom(from + 6, length);
            name(value, length);
        }
    }

    private void addData(int from, int to) {
        if (!hasData) { // the usual case, one data line: the buffers change places
            byte[] spare = data;
            data = line;
            line = spare;
            dataFrom = from;
            dataTo = to;
            hasData = true;
            return;
        }
        data = grown(data, dataTo + 1 + to - from);
        data[dataTo++] = '\n';
        System.arraycopy(line, from, data, dataTo, to - from);
        dataTo += to - from;
    }

    /// Most events of a stream have the name of the one before.
    private void name(int from, int to) {
        if (!JsonText.isExactly(line, from, to, lastName)) {
            lastName = new String(line, from, to - from, StandardCharsets.UTF_8);
        }
        name = lastName;
    }

    private void dispatch() {
        if (hasData && dataTo > dataFrom) {
            events.event(name.equals("error"), data, dataFrom, dataTo);
        }
        hasData = false;
        name = "";
    }

    private boolean field(int from, int to, String name) {
        int nameEnd = from + name.length();
        return nameEnd <= to
                && JsonText.isExactly(line, from, nameEnd, name)
                && (nameEnd == to || line[nameEnd] == ':');
    }

    private int valueFrom(int from, int to) {
        return from < to && line[from] == ' ' ? from + 1 : Math.min(from, to);
    }

    private boolean startsWithMark() {
        return lineLength >= 3
                && line[0] == (byte) 0xef
                && line[1] == (byte) 0xbb
                && line[2] == (byte) 0xbf;
    }

    private static byte[] grown(byte[] buffer, int needed) {
        return needed <= buffer.length
                ? buffer
                : Arrays.copyOf(buffer, Math.max(needed, 2 * buffer.length));
    }
}
