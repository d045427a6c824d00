package io.affidavit.edge.server;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.Client;
import io.affidavit.edge.call.ClientRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One request on a connection and the writing of its answer. All fields but [#gone] belong to the
/// event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: that is heard
final class HttpExchange implements Client {

    private static final int HEAD_BYTES = 512;
    private static final int COPY_MAX_BYTES = 16 * 1024;
    private static final int CHUNK_FRAME_BYTES = 12;
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ChannelHandlerContext context;
    private final ClientRequest request;
    private final RequestDecoder decoder;
    private final HttpDate date;
    private final BiConsumer<ChannelHandlerContext, Boolean> finished;
    private @Nullable Watcher watcher;
    private boolean ended;
    private boolean close;
    private volatile boolean gone;

    HttpExchange(
            ChannelHandlerContext context,
            ClientRequest request,
            RequestDecoder decoder,
            HttpDate date,
            BiConsumer<ChannelHandlerContext, Boolean> finished) {
        this.context = context;
        this.request = request;
        this.decoder = decoder;
        this.date = date;
        this.finished = finished;
        this.close = !decoder.allowsNext();
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
        close |= answer.close();
        byte[] body = answer.body();
        boolean bodiless = request.method().equals("HEAD");
        boolean copy = !bodiless && body.length <= COPY_MAX_BYTES;
        ByteBuf out = context.alloc().ioBuffer(HEAD_BYTES + (copy ? body.length : 0));
        ResponseHeads.whole(out, answer, request, close, date.line());
        if (copy) {
            out.writeBytes(body);
        }
        context.write(out);
        if (!bodiless && !copy) {
            context.write(Unpooled.wrappedBuffer(body));
        }
        finish();
    }

    @Override
    public void beginStream(Answer.Field callId) {
        if (gone || ended) {
            return;
        }
        close |= decoder.isHttp10();
        ByteBuf out = context.alloc().ioBuffer(HEAD_BYTES);
        ResponseHeads.stream(out, callId, request, close && decoder.isHttp10(), date.line());
        context.write(out);
    }

    @Override
    public void send(ByteBuf content) {
        if (gone || ended || !content.isReadable()) {
            content.release();
            return;
        }
        if (!decoder.isHttp10()) {
            ByteBuf frame = context.alloc().ioBuffer(CHUNK_FRAME_BYTES);
            ByteBufUtil.writeAscii(frame, Integer.toHexString(content.readableBytes()));
            context.write(frame.writeByte('\r').writeByte('\n'));
            context.write(content);
            context.write(CRLF.duplicate());
        } else {
            context.write(content);
        }
    }

    private static final ByteBuf CRLF =
            Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer(2).writeByte('\r').writeByte('\n').asReadOnly());

    @Override
    public void flush() {
        context.flush();
    }

    @Override
    public void endStream(ByteBuf last, boolean whole) {
        if (gone || ended) {
            last.release();
            return;
        }
        send(last);
        close |= !whole;
        if (!decoder.isHttp10()) {
            context.write(Unpooled.wrappedBuffer(LAST_CHUNK));
        }
        finish();
    }

    private void finish() {
        ended = true;
        context.flush();
        finished.accept(context, !close);
    }

    void clientLeft() {
        gone = true;
        if (watcher != null && !ended) {
            watcher.onGone();
        }
    }

    void writabilityChanged(boolean writable) {
        if (watcher != null) {
            watcher.onWritable(writable);
        }
    }
}
