package io.affidavit.edge.server;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.Client;
import io.affidavit.edge.call.ClientRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One request on a stream of its own and the writing of its answer. All fields but [#gone] belong
/// to the event loop.
///
/// A frame that was written counts as waiting until the client's windows and its socket have taken
/// it, so a slow reader shows here and at [Watcher#onWritable].
@SuppressWarnings("FutureReturnValueIgnored") // a failed write is heard by the one listener
final class Http2Exchange implements Client {

    /// Progress of a large answer shows in steps of this size.
    private static final int PIECE_BYTES = 16 * 1024;

    private final ChannelHandlerContext context;
    private final ClientRequest request;
    private final HttpDate date;
    private final BooleanSupplier received;
    private final ChannelFutureListener taken = written -> taken(written.isSuccess());
    private @Nullable Watcher watcher;
    private boolean ended;
    private boolean wasReset;
    private volatile boolean gone;
    private int waiting;
    private long progressNanos = System.nanoTime();

    /// @param received whether the client has sent all it will send
    Http2Exchange(
            ChannelHandlerContext context,
            ClientRequest request,
            HttpDate date,
            BooleanSupplier received) {
        this.context = context;
        this.request = request;
        this.date = date;
        this.received = received;
    }

    @Override
    public ClientRequest request() {
        return request;
    }

    @Override
    public EventLoop loop() {
        return context.channel().eventLoop();
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public void watch(Watcher watcher) {
        this.watcher = watcher;
        if (gone) {
            watcher.onGone();
        } else if (!context.channel().isWritable()) {
            watcher.onWritable(false);
        }
    }

    @Override
    public void answer(Answer answer) {
        if (loop().inEventLoop()) {
            write(answer);
        } else {
            loop().execute(() -> write(answer));
        }
    }

    private void write(Answer answer) {
        if (gone || ended) {
            return;
        }
        byte[] body = answer.body();
        Http2Headers head =
                Http2Heads.whole(
                        answer.status(),
                        answer.fields(),
                        request.requestId(),
                        date.text(),
                        body.length);
        boolean bodiless = body.length == 0 || request.method().equals("HEAD");
        write(new DefaultHttp2HeadersFrame(head, bodiless));
        for (int from = 0; !bodiless && from < body.length; from += PIECE_BYTES) {
            int bytes = Math.min(PIECE_BYTES, body.length - from);
            boolean last = from + bytes == body.length;
            write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body, from, bytes), last));
        }
        finish();
    }

    @Override
    public void beginStream(Answer.Field callId) {
        if (!gone && !ended) {
            write(new DefaultHttp2HeadersFrame(Http2Heads.stream(callId, request, date.text())));
        }
    }

    @Override
    public void send(ByteBuf content) {
        if (gone || ended || !content.isReadable()) {
            content.release();
        } else {
            write(new DefaultHttp2DataFrame(content));
        }
    }

    @Override
    public void flush() {
        context.flush();
    }

    /// The error event that ends a stream which is not whole is followed by its end, so that every
    /// client gets to read it; a stream without a word about its break is reset instead.
    @Override
    public void endStream(ByteBuf last, boolean whole) {
        if (gone || ended) {
            last.release();
            return;
        }
        if (!whole && !last.isReadable()) {
            last.release();
            reset(Http2Error.INTERNAL_ERROR);
            return;
        }
        write(new DefaultHttp2DataFrame(last, true));
        finish();
    }

    private void write(Http2StreamFrame frame) {
        if (waiting++ == 0) {
            progressNanos = System.nanoTime();
        }
        context.write(frame).addListener(taken);
    }

    private void taken(boolean success) {
        waiting--;
        progressNanos = System.nanoTime();
        if (!success) {
            context.close();
        } else {
            settle();
        }
    }

    private void finish() {
        ended = true;
        context.flush();
        settle();
    }

    /// RFC 9113 §8.1: once the answer is out, the rest of the request is of no use.
    private void settle() {
        if (ended && !wasReset && waiting == 0 && !received.getAsBoolean()) {
            reset(Http2Error.NO_ERROR);
        }
    }

    private void reset(Http2Error why) {
        ended = true;
        wasReset = true;
        context.writeAndFlush(new DefaultHttp2ResetFrame(why))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /// Whether the client has taken nothing for too long although something waits for it.
    boolean isStalled(long now, long longestNanos) {
        return waiting > 0 && now - progressNanos > longestNanos;
    }

    /// Ends a stream whose client takes nothing.
    void giveUp() {
        Watcher told = watcher;
        boolean open = !ended;
        reset(Http2Error.CANCEL);
        gone = true;
        if (open && told != null) {
            told.onGone();
        }
    }

    void clientLeft() {
        boolean first = !gone;
        gone = true;
        if (first && watcher != null && !ended) {
            watcher.onGone();
        }
    }

    void writabilityChanged(boolean writable) {
        if (watcher != null) {
            watcher.onWritable(writable);
        }
    }
}
