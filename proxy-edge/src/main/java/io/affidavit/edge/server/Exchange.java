package io.affidavit.edge.server;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.Client;
import io.affidavit.edge.call.ClientRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/// One request and its client, whatever version of HTTP they speak. All fields but [#gone] belong
/// to the event loop.
abstract sealed class Exchange implements Client permits HttpExchange, Http2Exchange {

    private final ChannelHandlerContext context;
    private final ClientRequest request;
    private @Nullable Watcher watcher;
    private boolean ended;
    private volatile boolean gone;

    Exchange(ChannelHandlerContext context, ClientRequest request) {
        this.context = context;
        this.request = request;
    }

    /// Writes a whole answer to a client that waits for one. Loop only.
    abstract void write(Answer answer);

    @Override
    public final ClientRequest request() {
        return request;
    }

    @Override
    public final EventLoop loop() {
        return context.channel().eventLoop();
    }

    @Override
    public final boolean isGone() {
        return gone;
    }

    @Override
    public final void watch(Watcher watcher) {
        this.watcher = watcher;
        if (gone) {
            watcher.onGone();
        } else if (!context.channel().isWritable()) {
            watcher.onWritable(false);
        }
    }

    @Override
    public final void answer(Answer answer) {
        if (loop().inEventLoop()) {
            writeIfAwaited(answer);
        } else {
            loop().execute(() -> writeIfAwaited(answer));
        }
    }

    private void writeIfAwaited(Answer answer) {
        if (isAwaited()) {
            write(answer);
        }
    }

    @Override
    public final void flush() {
        context.flush();
    }

    final ChannelHandlerContext context() {
        return context;
    }

    /// Whether the client still waits for something.
    final boolean isAwaited() {
        return !gone && !ended;
    }

    final boolean hasEnded() {
        return ended;
    }

    /// The answer is out, or nothing more of it will be.
    final void end() {
        ended = true;
    }

    final void clientLeft() {
        boolean first = !gone;
        gone = true;
        if (first && !ended && watcher != null) {
            watcher.onGone();
        }
    }

    final void writabilityChanged(boolean writable) {
        if (watcher != null) {
            watcher.onWritable(writable);
        }
    }
}
