package io.affidavit.edge.server;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.ClientRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/// One request on a connection and the writing of its answer.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: that is heard
final class HttpExchange extends Exchange {

    private static final int HEAD_BYTES = 512;
    private static final int COPY_MAX_BYTES = 16 * 1024;
    private static final int CHUNK_FRAME_BYTES = 12;
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final RequestDecoder decoder;
    private final HttpDate date;
    private final BiConsumer<ChannelHandlerContext, Boolean> finished;
    private boolean close;

    HttpExchange(
            ChannelHandlerContext context,
            ClientRequest request,
            RequestDecoder decoder,
            HttpDate date,
            BiConsumer<ChannelHandlerContext, Boolean> finished) {
        super(context, request);
        this.decoder = decoder;
        this.date = date;
        this.finished = finished;
        this.close = !decoder.allowsNext();
    }

    @Override
    void write(Answer answer) {
        close |= answer.close();
        byte[] body = answer.body();
        boolean bodiless = request().method().equals("HEAD");
        boolean copy = !bodiless && body.length <= COPY_MAX_BYTES;
        ByteBuf out = context().alloc().ioBuffer(HEAD_BYTES + (copy ? body.length : 0));
        ResponseHeads.whole(out, answer, request(), close, date.line());
        if (copy) {
            out.writeBytes(body);
        }
        context().write(out);
        if (!bodiless && !copy) {
            context().write(Unpooled.wrappedBuffer(body));
        }
        finish();
    }

    @Override
    public void beginStream(List<Answer.Field> head) {
        if (!isAwaited()) {
            return;
        }
        close |= decoder.isHttp10();
        ByteBuf out = context().alloc().ioBuffer(HEAD_BYTES);
        ResponseHeads.stream(out, head, request(), close && decoder.isHttp10(), date.line());
        context().write(out);
    }

    @Override
    public void send(ByteBuf content) {
        if (!isAwaited() || !content.isReadable()) {
            content.release();
            return;
        }
        if (!decoder.isHttp10()) {
            ByteBuf frame = context().alloc().ioBuffer(CHUNK_FRAME_BYTES);
            ByteBufUtil.writeAscii(frame, Integer.toHexString(content.readableBytes()));
            context().write(frame.writeByte('\r').writeByte('\n'));
            context().write(content);
            context().write(CRLF.duplicate());
        } else {
            context().write(content);
        }
    }

    private static final ByteBuf CRLF =
            Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer(2).writeByte('\r').writeByte('\n').asReadOnly());

    @Override
    public void endStream(ByteBuf last, boolean whole) {
        if (!isAwaited()) {
            last.release();
            return;
        }
        send(last);
        close |= !whole;
        if (!decoder.isHttp10()) {
            context().write(Unpooled.wrappedBuffer(LAST_CHUNK));
        }
        finish();
    }

    private void finish() {
        end();
        context().flush();
        finished.accept(context(), !close);
    }
}
