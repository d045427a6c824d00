package io.affidavit.bench.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One keep-alive connection, one exchange at a time.
final class ClientConnection extends ChannelInboundHandlerAdapter {

    private static final int OK = 200;
    private static final int QUOTED_BYTES = 300;
    private static final String LAST_EVENT = "data: [DONE]\n\n";

    private final LoadClient client;
    private @Nullable Exchange current;
    private int status;
    private String tail = "";

    ClientConnection(LoadClient client) {
        this.client = client;
    }

    void begin(Exchange exchange) {
        current = exchange;
        status = 0;
        tail = "";
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Exchange exchange = current;
        try {
            if (exchange == null) {
                var _ = context.close();
                return;
            }
            if (message instanceof HttpResponse response) {
                status = response.status().code();
            }
            if (message instanceof HttpContent content) {
                read(content.content(), exchange);
            }
            if (message instanceof LastHttpContent) {
                current = null;
                client.release(context.channel());
                exchange.finish(problem(exchange));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /// Keeps what a verdict needs: the end of a stream, the beginning of an error.
    private void read(ByteBuf bytes, Exchange exchange) {
        int length = bytes.readableBytes();
        if (length == 0) {
            return;
        }
        exchange.markBody();
        if (status != OK) {
            int room = Math.min(length, QUOTED_BYTES - tail.length());
            tail += bytes.toString(bytes.readerIndex(), room, StandardCharsets.UTF_8);
        } else if (exchange.stream()) {
            int kept = Math.min(length, LAST_EVENT.length());
            String end =
                    bytes.toString(bytes.writerIndex() - kept, kept, StandardCharsets.ISO_8859_1);
            String both = tail + end;
            tail = both.substring(Math.max(0, both.length() - LAST_EVENT.length()));
        }
    }

    private String problem(Exchange exchange) {
        if (status != OK) {
            return status + " " + tail;
        }
        return exchange.stream() && !tail.equals(LAST_EVENT) ? "stream without its end" : "";
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        client.forget(context.channel());
        Exchange exchange = current;
        if (exchange != null) {
            current = null;
            exchange.finish("connection closed before the answer's end");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
