package io.affidavit.edge.server;

import io.affidavit.edge.call.Answer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream of an HTTP/2 connection, which is one call: takes the request in within the bounds of
/// HTTP/1.1 and hands it on.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the stream: that is heard
final class Http2Stream extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Stream.class);
    private static final byte[] NOTHING = {};

    private enum State {
        HEAD,
        BODY_BEGINS,
        BODY,
        ANSWERING
    }

    private final Http2Connection.Shared shared;
    private final RequestIds ids;
    private final Http2Connection connection;
    private final BodyBytes body;
    private State state = State.HEAD;
    private @Nullable RequestHead head;
    private @Nullable ChannelHandlerContext own;
    private @Nullable Http2Exchange exchange;
    private boolean received;
    private long startedNanos = System.nanoTime();

    Http2Stream(Http2Connection.Shared shared, RequestIds ids, Http2Connection connection) {
        this.shared = shared;
        this.ids = ids;
        this.connection = connection;
        this.body = new BodyBytes(shared.budget());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = context;
        connection.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            switch (message) {
                case Http2HeadersFrame frame when state == State.HEAD -> begin(context, frame);
                case Http2HeadersFrame trailers -> end(context, trailers.isEndStream());
                case Http2DataFrame frame -> read(context, frame);
                default -> {
                    // Nothing else says anything about a request.
                }
            }
        } catch (FramingException e) {
            refuse(context, e.status());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, Http2HeadersFrame frame) {
        startedNanos = System.nanoTime();
        received = frame.isEndStream();
        RequestHead parsed = Http2Heads.parse(frame.headers(), shared.framing().maxHeadBytes());
        head = parsed;
        if (parsed.contentLength() > shared.framing().maxBodyBytes()) {
            emit(context, parsed, true);
        } else if (received) {
            emit(context, parsed, false);
        } else {
            state = State.BODY_BEGINS;
        }
    }

    private void read(ChannelHandlerContext context, Http2DataFrame frame) {
        received = frame.isEndStream();
        if (state != State.BODY_BEGINS && state != State.BODY) {
            return; // It was answered unread.
        }
        int bytes = frame.content().readableBytes();
        long max = shared.framing().maxBodyBytes();
        if (body.length() + (long) bytes > max) {
            throw new FramingException(413, "body");
        }
        if (bytes > 0) {
            long announced = head == null ? 0 : head.contentLength();
            body.take(frame.content(), bytes, announced > 0 ? announced : max);
        }
        end(context, frame.isEndStream());
    }

    private void end(ChannelHandlerContext context, boolean last) {
        received |= last;
        if (last && head != null && (state == State.BODY_BEGINS || state == State.BODY)) {
            emit(context, head, false);
        }
    }

    /// What had come at once with the head is read; whatever else is to come costs memory.
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        RequestHead asking = head;
        if (state == State.BODY_BEGINS && asking != null) {
            state = State.BODY;
            if (!shared.doorkeeper().admits(asking.path(), asking.fields())) {
                body.giveBack();
                emit(context, asking, NOTHING, false);
            } else if (asking.expectContinue()) {
                context.writeAndFlush(
                        new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("100")));
            }
        }
        context.fireChannelReadComplete();
    }

    private void emit(ChannelHandlerContext context, RequestHead of, boolean tooLarge) {
        emit(context, of, tooLarge ? NOTHING : body.toArray(), tooLarge);
    }

    private void emit(
            ChannelHandlerContext context, RequestHead of, byte[] bytes, boolean tooLarge) {
        state = State.ANSWERING;
        Http2Exchange next =
                new Http2Exchange(
                        context,
                        of.request(ids.next(), bytes, tooLarge, source(context), System.nanoTime()),
                        shared.date(),
                        () -> received);
        exchange = next;
        shared.handler().handle(next);
    }

    private static String source(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
    }

    /// What cannot be framed is answered barely; the connection's other streams go on.
    private void refuse(ChannelHandlerContext context, int status) {
        if (state == State.ANSWERING) {
            return;
        }
        state = State.ANSWERING;
        body.giveBack();
        UUID id = ids.next();
        Answer answer = FramingAnswer.of(status);
        Http2Exchange refused =
                new Http2Exchange(
                        context,
                        RequestHead.NONE.request(id, NOTHING, false, source(context), startedNanos),
                        shared.date(),
                        () -> received);
        exchange = refused;
        refused.answer(answer);
    }

    /// A look at the clock.
    void tick(long now) {
        ChannelHandlerContext context = own;
        if (context == null) {
            return;
        }
        if (exchange != null) {
            if (exchange.isStalled(now, shared.limits().send().toNanos())) {
                exchange.giveUp();
            }
        } else if (now - startedNanos > shared.limits().receive().toNanos()) {
            refuse(context, 408);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.writabilityChanged(context.channel().isWritable());
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.closed(this);
        if (exchange != null) {
            exchange.clientLeft();
        }
        body.giveBack();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Http2Exception) {
            return; // The codec resets the stream and says why.
        }
        if (!(cause instanceof IOException)) {
            LOG.atWarn().setCause(cause).log("a client's stream failed");
        }
        context.close();
    }
}
