package io.affidavit.edge.server;

import io.affidavit.edge.call.Doorkeeper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a connection's bytes into requests, one at a time: after a request nothing more is decoded
/// until [#next], so that pipelined requests are answered in order and wait unread.
///
/// Emits a [io.affidavit.edge.call.ClientRequest], or once a [FramingException]; after that the
/// connection is of no use.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: that is heard
final class RequestDecoder extends ByteToMessageDecoder {

    private static final byte[] NOTHING = {};
    private static final int MAX_TARGET_BYTES = 8 * 1024;
    private static final int MAX_WAITING_BYTES = 64 * 1024;
    private static final ByteBuf CONTINUE =
            Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer(32)
                            .writeBytes(
                                    "HTTP/1.1 100 Continue\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII))
                            .asReadOnly());

    private enum State {
        IDLE,
        HEAD,
        BODY_BEGINS,
        BODY,
        WAITING,
        BROKEN
    }

    private final FramingLimits limits;
    private final BodyBudget budget;
    private final RequestIds ids;
    private final Doorkeeper doorkeeper;
    private State state = State.IDLE;
    private int scanned;
    private int lineStart;
    private RequestHead head = RequestHead.NONE;
    private BodyReader body;
    private long startedNanos = System.nanoTime();
    private @Nullable ChannelHandlerContext own;

    RequestDecoder(FramingLimits limits, BodyBudget budget, RequestIds ids, Doorkeeper doorkeeper) {
        this.limits = limits;
        this.budget = budget;
        this.ids = ids;
        this.doorkeeper = doorkeeper;
        this.body = new BodyReader(RequestHead.NONE, 0, budget);
    }

    /// Goes on to the next request. The one before is answered, its body no longer needed.
    void next() {
        ChannelHandlerContext context = own;
        if (state != State.WAITING || context == null) {
            return; // In the middle of the next one: its body is still being read.
        }
        giveBack();
        begin(State.IDLE);
        context.channel().config().setAutoRead(true);
        if (actualReadableBytes() > 0) {
            // Never from within the call that delivered the request before: it still holds the
            // bytes.
            context.executor().execute(() -> decodeWaiting(context));
        }
    }

    /// Drops whatever else comes: nothing after this request can be answered.
    void discard() {
        state = State.BROKEN;
    }

    private void decodeWaiting(ChannelHandlerContext context) {
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            context.fireExceptionCaught(e);
        }
    }

    /// Whether part of a request has come but not all of it.
    boolean isReceiving() {
        return state == State.HEAD || state == State.BODY_BEGINS || state == State.BODY;
    }

    /// When the present state began: idleness, or the request being received.
    long startedNanos() {
        return startedNanos;
    }

    /// Begins to count the present state's time anew.
    void restartClock() {
        startedNanos = System.nanoTime();
    }

    /// Whether the request being answered allows another one after it.
    boolean allowsNext() {
        return state == State.WAITING && head.keepAlive();
    }

    /// Whether the client speaks HTTP/1.0 and knows no chunks.
    boolean isHttp10() {
        return head.http10();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        try {
            if (state == State.IDLE || state == State.HEAD) {
                readHead(context, in, out);
            }
            if (state == State.BODY_BEGINS || state == State.BODY) {
                readBody(context, in, out);
            }
            if (state == State.WAITING && in.readableBytes() > MAX_WAITING_BYTES) {
                context.channel().config().setAutoRead(false);
            }
        } catch (FramingException e) {
            state = State.BROKEN;
            out.add(e);
        }
        if (state == State.BROKEN) {
            in.skipBytes(in.readableBytes());
        }
    }

    private void readBody(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (body.read(in)) {
            emit(context, body.body(), false, out);
        } else if (state == State.BODY_BEGINS) {
            state = State.BODY;
            if (!doorkeeper.admits(head.path(), head.fields())) {
                // Strangers hold no memory. They are answered unread, and the connection ends.
                giveBack();
                head = head.withoutNext();
                emit(context, NOTHING, false, out);
            } else if (head.expectContinue()) {
                context.writeAndFlush(CONTINUE.duplicate());
            }
        }
    }

    private void readHead(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (state == State.IDLE && !skipEmptyLine(in)) {
            return;
        }
        int length = headLength(in);
        if (length < 0) {
            return;
        }
        head = HeadParser.parse(ByteBufUtil.getBytes(in, in.readerIndex(), length));
        in.skipBytes(length + 2);
        if (head.contentLength() > limits.maxBodyBytes()) {
            emit(context, NOTHING, true, out);
            return;
        }
        body = new BodyReader(head, limits.maxBodyBytes(), budget);
        state = State.BODY_BEGINS;
    }

    /// RFC 9112 §2.2: one empty line before a request line is ignored.
    private boolean skipEmptyLine(ByteBuf in) {
        if (in.isReadable() && in.getByte(in.readerIndex()) == '\r') {
            if (in.readableBytes() < 2) {
                return false;
            }
            require(in.getByte(in.readerIndex() + 1) == '\n', 400);
            in.skipBytes(2);
        }
        if (!in.isReadable()) {
            return false;
        }
        begin(State.HEAD);
        // Rules out TLS and binary noise at once instead of waiting for a line that never ends.
        require(HttpCharacters.isToken(in.getByte(in.readerIndex())), 400);
        return true;
    }

    /// Length of request line and header lines; -1 while the empty line has not come.
    private int headLength(ByteBuf in) {
        int start = in.readerIndex();
        while (true) {
            int feed = in.indexOf(start + scanned, in.writerIndex(), (byte) '\n');
            int length = (feed < 0 ? in.writerIndex() : feed) - start;
            require(lineStart > 0 || length <= MAX_TARGET_BYTES, 414);
            require(length <= limits.maxHeadBytes(), 431);
            scanned = feed < 0 ? length : length + 1;
            if (feed < 0) {
                return -1;
            }
            require(length > 0 && in.getByte(feed - 1) == '\r', 400);
            if (length - 1 == lineStart && lineStart > 0) {
                return lineStart;
            }
            lineStart = scanned;
        }
    }

    private void emit(
            ChannelHandlerContext context, byte[] bytes, boolean tooLarge, List<Object> out) {
        begin(State.WAITING);
        if (tooLarge) {
            head = head.withoutNext();
        }
        out.add(head.request(ids.next(), bytes, tooLarge, source(context), startedNanos));
    }

    private static String source(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
    }

    private void begin(State next) {
        state = next;
        scanned = 0;
        lineStart = 0;
        startedNanos = System.nanoTime();
    }

    /// Whether the body was handed on or broke off: its memory counts until here.
    private void giveBack() {
        body.giveBack();
        body = new BodyReader(RequestHead.NONE, 0, budget);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = context;
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        giveBack();
    }

    private static void require(boolean rule, int status) {
        if (!rule) {
            throw new FramingException(status, "head");
        }
    }
}
