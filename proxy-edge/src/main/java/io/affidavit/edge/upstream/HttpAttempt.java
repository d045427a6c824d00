package io.affidavit.edge.upstream;

import io.affidavit.edge.upstream.AttemptFailure.Retry;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.value.FailureCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One attempt over HTTP/1.1, from the first look into the pool to the last byte: connection, time
/// limits, and what a break means in which phase. What the bytes mean is [AnswerReader]'s. All of
/// it happens on one event loop.
final class HttpAttempt implements UpstreamExchange {

    /// A body up to this size shares one buffer, and one system call, with its head.
    private static final int SMALL_BODY = 16 * 1024;

    private static final int HEAD_BYTES = 512;

    /// How long the framing of an answer may still take whose end is known from its content.
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ConnectionSource source;
    private final UpstreamRequest request;
    private final AnswerReader answer;
    private final Deadline deadline;
    private @Nullable Promise<Connection> connecting;
    private @Nullable Connection connection;
    private boolean reading = true;
    private boolean reused;
    private boolean sent;
    private boolean over;
    private boolean lingering;

    HttpAttempt(ConnectionSource source, UpstreamRequest request, AnswerReader answer) {
        this.source = source;
        this.request = request;
        this.answer = answer;
        this.deadline = new Deadline(source.loop(), request.timeouts().total(), this::expire);
    }

    void start() {
        if (over) {
            return;
        }
        Connection unused = source.pool().take(source.url());
        if (unused != null) {
            reused = true;
            send(unused);
        } else {
            connect();
        }
    }

    @Override
    public void setReading(boolean on) {
        reading = on;
        if (!over && !lingering && answer.hasBegun()) {
            applyReading();
        }
    }

    @Override
    public void finish() {
        if (!over && !lingering) {
            lingering = true;
            if (connection != null) {
                connection.channel().config().setAutoRead(true);
            }
            deadline.phase(LINGER);
        }
    }

    @Override
    public void cancel() {
        if (!over) {
            end();
            drop();
        }
    }

    void onPart(HttpObject part) {
        if (over) {
            return;
        }
        if (lingering) {
            answer.skip(part);
        } else {
            answer.read(part);
            if (!over && !lingering && answer.hasBegun()) {
                applyReading();
            }
        }
        if (!over && answer.isOver()) {
            end();
            giveBack();
            if (!lingering) {
                answer.tellEnd();
            }
        }
    }

    void onClosed() {
        if (over) {
            return;
        }
        if (lingering) {
            cancel();
        } else if (reused && !sent && !answer.hasBegun()) {
            tryFresh();
        } else {
            fail(answer.brokenOff(sent));
        }
    }

    private void connect() {
        deadline.phase(request.timeouts().connect());
        Promise<Connection> promise =
                source.connector()
                        .connect(source.loop(), source.url(), request.timeouts().connect());
        connecting = promise;
        promise.addListener((Future<Connection> opened) -> onOpened(opened));
    }

    private void onOpened(Future<Connection> opened) {
        if (over) {
            return;
        }
        if (opened.isSuccess()) {
            send(opened.getNow());
        } else {
            fail(
                    AttemptFailure.of(
                            FailureCode.UPSTREAM_ERROR, AttemptPhase.CONNECT, false, Retry.SAME));
        }
    }

    /// The provider's silence counts only while it is let speak.
    private void applyReading() {
        if (connection != null) {
            connection.channel().config().setAutoRead(reading);
        }
        if (reading) {
            deadline.phase(request.timeouts().idle());
        } else {
            deadline.pause();
        }
    }

    private void send(Connection opened) {
        connection = opened;
        opened.attach(this);
        Channel to = opened.channel();
        deadline.phase(request.timeouts().firstByte());
        byte[] body = request.body();
        boolean small = body.length <= SMALL_BODY;
        ByteBuf head = to.alloc().buffer(HEAD_BYTES + (small ? body.length : 0));
        OutboundHead.write(head, source.url(), request);
        ChannelFuture written;
        if (small) {
            written = to.writeAndFlush(head.writeBytes(body));
        } else {
            var _ = to.write(head);
            written = to.writeAndFlush(Unpooled.wrappedBuffer(body));
        }
        written.addListener(result -> onWritten(opened, result.isSuccess()));
    }

    /// A request that was not taken whole by the system cannot have been acted on.
    private void onWritten(Connection to, boolean success) {
        if (over || !to.equals(connection)) {
            return;
        }
        if (success) {
            sent = true;
            if (!answer.hasBegun()) {
                deadline.phase(request.timeouts().firstByte());
            }
        } else {
            onClosed();
        }
    }

    /// A kept connection turned out to be dead before it took the request.
    private void tryFresh() {
        drop();
        connection = null;
        reused = false;
        connect();
    }

    private void expire() {
        if (over) {
            return;
        }
        if (lingering) {
            cancel();
        } else if (connection == null) {
            fail(
                    AttemptFailure.of(
                            FailureCode.UPSTREAM_TIMEOUT, AttemptPhase.CONNECT, false, Retry.SAME));
        } else {
            fail(answer.timedOut(sent));
        }
    }

    private void fail(AttemptFailure failure) {
        end();
        drop();
        answer.tellFailure(failure);
    }

    private void end() {
        over = true;
        deadline.stop();
        answer.close();
    }

    private void giveBack() {
        Connection used = connection;
        if (used == null || !sent || !answer.isReusable()) {
            drop();
            return;
        }
        used.detach();
        source.pool().give(source.url(), used, answer.announcedIdleTime());
    }

    private void drop() {
        if (connecting != null) {
            connecting.cancel(false);
        }
        if (connection != null) {
            connection.detach();
            connection.close();
        }
    }
}
