package io.affidavit.edge.house;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// An HTTP/2 client that sends exactly the frames it is told, right or wrong.
public final class Frames implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RESET = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;

    private static final int PATIENCE_MILLIS = 20_000;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

    /// A frame as it came.
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(
            int type, int flags, int stream, byte[] payload, @Nullable Http2Headers list) {

        public boolean endsStream() {
            return type <= HEADERS && (flags & END_STREAM) != 0;
        }

        /// The status of an answer's head.
        public String status() {
            return list == null ? "" : String.valueOf(list.status());
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /// Error code of a reset or a GOAWAY.
        public int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    private Frames(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /// Connects, and sends preface and settings.
    ///
    /// @param settings identifiers and values in turn
    public static Frames to(int port, SSLContext trust, int... settings) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new IOException("no HTTP/2 here");
        }
        Frames frames = new Frames(socket);
        frames.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer values = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            values.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        frames.send(SETTINGS, 0, 0, values.array());
        return frames;
    }

    public Frames send(int type, int flags, int stream, byte... payload) throws IOException {
        out.write(frame(type, flags, stream, payload));
        return this;
    }

    /// The same frame many times, in few writes. The peer may close at any of them.
    public void flood(int times, byte[]... frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            for (byte[] frame : frames) {
                all.writeBytes(frame);
            }
        }
        try {
            out.write(all.toByteArray());
        } catch (IOException e) {
            // It has heard enough; what it said is still to be read.
        }
    }

    public static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /// A header list without compression (RFC 7541 §6.2.2): names and values in turn.
    public static byte[] list(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            byte[] text = fields[i].getBytes(StandardCharsets.ISO_8859_1);
            if (text.length < 127) {
                block.write(text.length);
            } else {
                block.write(127);
                int rest = text.length - 127;
                for (; rest >= 128; rest >>>= 7) {
                    block.write((rest & 127) | 128);
                }
                block.write(rest);
            }
            block.writeBytes(text);
        }
        return block.toByteArray();
    }

    /// The head of a chat completion.
    public static byte[] chat(String... more) {
        String[] fields = {
            ":method",
            "POST",
            ":scheme",
            "https",
            ":path",
            "/v1/chat/completions",
            ":authority",
            "localhost",
            "authorization",
            "Bearer " + Pages.KEY
        };
        String[] all = new String[fields.length + more.length];
        System.arraycopy(fields, 0, all, 0, fields.length);
        System.arraycopy(more, 0, all, fields.length, more.length);
        return list(all);
    }

    /// A whole request for a chat completion.
    public Frames call(int stream, String body) throws IOException {
        return send(HEADERS, END_HEADERS, stream, chat())
                .send(DATA, END_STREAM, stream, body.getBytes(StandardCharsets.UTF_8));
    }

    public Frames openWindow(int stream, int bytes) throws IOException {
        return send(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    /// The next frame that a test looks for; what comes before it is taken and dropped.
    public Frame await(Predicate<Frame> wanted) throws IOException {
        Frame frame = read();
        while (!wanted.test(frame)) {
            frame = read();
        }
        return frame;
    }

    public Frame await(int type) throws IOException {
        return await(frame -> frame.type() == type);
    }

    public Frame await(int type, int stream) throws IOException {
        return await(frame -> frame.type() == type && frame.stream() == stream);
    }

    public Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == SETTINGS && (flags & ACK) == 0) {
            send(SETTINGS, ACK, 0); // From here on the server counts with its windows.
        }
        // Each list changes how the next one is compressed, so none is left out.
        return new Frame(
                type, flags, stream, payload, type == HEADERS ? decode(stream, payload) : null);
    }

    private Http2Headers decode(int stream, byte[] block) throws IOException {
        try {
            return decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /// Whether the peer has closed when all that came was read.
    public boolean isClosedByPeer() {
        try {
            while (in.read() >= 0) {
                // What still was on its way.
            }
        } catch (IOException e) {
            // A reset is an end as well.
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
