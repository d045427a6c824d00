package io.affidavit.edge.server;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.ClientRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.util.List;
import java.util.function.BooleanSupplier;

/// One request on a stream of its own and the writing of its answer.
///
/// A frame that was written counts as waiting until the client's windows and its socket have taken
/// it, so a slow reader shows here and at [Watcher#onWritable].
@SuppressWarnings("FutureReturnValueIgnored") // a failed write is heard by the one listener
final class Http2Exchange extends Exchange {

    /// Progress of a large answer shows in steps of this size.
    private static final int PIECE_BYTES = 16 * 1024;

    private final HttpDate date;
    private final BooleanSupplier received;
    private final ChannelFutureListener taken = written -> taken(written.isSuccess());
    private boolean wasReset;
    private int waiting;
    private long progressNanos = System.nanoTime();

    /// @param received whether the client has sent all it will send
    Http2Exchange(
            ChannelHandlerContext context,
            ClientRequest request,
            HttpDate date,
            BooleanSupplier received) {
        super(context, request);
        this.date = date;
        this.received = received;
    }

    @Override
    void write(Answer answer) {
        byte[] body = answer.body();
        Http2Headers head =
                Http2Heads.whole(
                        answer.status(),
                        answer.fields(),
                        request().requestId(),
                        date.text(),
                        body.length);
        boolean bodiless = body.length == 0 || request().method().equals("HEAD");
        write(new DefaultHttp2HeadersFrame(head, bodiless));
        for (int from = 0; !bodiless && from < body.length; from += PIECE_BYTES) {
            int bytes = Math.min(PIECE_BYTES, body.length - from);
            boolean last = from + bytes == body.length;
            write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body, from, bytes), last));
        }
        finish();
    }

    @Override
    public void beginStream(List<Answer.Field> head) {
        if (isAwaited()) {
            write(new DefaultHttp2HeadersFrame(Http2Heads.stream(head, request(), date.text())));
        }
    }

    @Override
    public void send(ByteBuf content) {
        if (!isAwaited() || !content.isReadable()) {
            content.release();
        } else {
            write(new DefaultHttp2DataFrame(content));
        }
    }

    /// The error event that ends a stream which is not whole is followed by its end, so that every
    /// client gets to read it; a stream without a word about its break is reset instead.
    @Override
    public void endStream(ByteBuf last, boolean whole) {
        if (!isAwaited()) {
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
        context().write(frame).addListener(taken);
    }

    private void taken(boolean success) {
        waiting--;
        progressNanos = System.nanoTime();
        if (!success) {
            context().close();
        } else {
            settle();
        }
    }

    private void finish() {
        end();
        context().flush();
        settle();
    }

    /// RFC 9113 §8.1: once the answer is out, the rest of the request is of no use.
    private void settle() {
        if (hasEnded() && !wasReset && waiting == 0 && !received.getAsBoolean()) {
            reset(Http2Error.NO_ERROR);
        }
    }

    private void reset(Http2Error why) {
        end();
        wasReset = true;
        context()
                .writeAndFlush(new DefaultHttp2ResetFrame(why))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /// Whether the client has taken nothing for too long although something waits for it.
    boolean isStalled(long now, long longestNanos) {
        return waiting > 0 && now - progressNanos > longestNanos;
    }

    /// Ends a stream whose client takes nothing.
    void giveUp() {
        clientLeft(); // first, while it still counts as somebody who waits
        reset(Http2Error.CANCEL);
    }
}
