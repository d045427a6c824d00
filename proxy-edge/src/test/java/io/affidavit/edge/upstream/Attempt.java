package io.affidavit.edge.upstream;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One attempt and everything that was heard of it.
final class Attempt implements UpstreamListener {

    static final UpstreamTimeouts PATIENT =
            new UpstreamTimeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(40));

    private static final int PATIENCE_SECONDS = 30;

    private final EventLoop loop;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<UpstreamHead> head = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile AttemptFailure failure;
    private volatile Consumer<Attempt> onData = attempt -> {};
    private volatile UpstreamExchange exchange;
    private volatile boolean strayCallback;

    private Attempt(EventLoop loop) {
        this.loop = loop;
    }

    static Attempt open(Upstream upstream, EventLoop loop, UpstreamRequest request) {
        return open(upstream, loop, request, attempt -> {});
    }

    static Attempt open(
            Upstream upstream, EventLoop loop, UpstreamRequest request, Consumer<Attempt> onData) {
        Attempt attempt = new Attempt(loop);
        attempt.onData = onData;
        // On the loop, as the edge does it: nothing is heard before the exchange is known.
        loop.execute(() -> attempt.exchange = upstream.open(loop, request, attempt));
        return attempt;
    }

    static UpstreamRequest chat(String baseUrl, boolean stream, String body) {
        return chat(baseUrl, stream, body, PATIENT);
    }

    static UpstreamRequest chat(
            String baseUrl, boolean stream, String body, UpstreamTimeouts timeouts) {
        return request(Protocol.OPENAI, baseUrl, Surface.CHAT_COMPLETIONS, stream, body, timeouts);
    }

    static UpstreamRequest request(
            Protocol protocol,
            String baseUrl,
            Surface surface,
            boolean stream,
            String body,
            UpstreamTimeouts timeouts) {
        ProviderId provider = new ProviderId("house");
        return new UpstreamRequest(
                new CatalogPage.Provider(provider, null, protocol, baseUrl, 1),
                new CatalogPage.Deployment(
                        new DeploymentId("dep_0000000000000001"),
                        new Alias("fast"),
                        provider,
                        "m-1",
                        0,
                        1),
                surface,
                stream,
                body.getBytes(StandardCharsets.UTF_8),
                new Credential("sk-provider-secret"),
                timeouts,
                "req_1",
                null);
    }

    /// Waits for the end; the failure, or `null` for a whole answer.
    AttemptFailure failure() {
        await(over);
        if (strayCallback) {
            throw new AssertionError("heard something after the end or on another thread");
        }
        return failure;
    }

    /// Waits for the end of a whole answer.
    String text() {
        AttemptFailure broken = failure();
        if (broken != null) {
            throw new AssertionError("failed: " + broken);
        }
        return soFar();
    }

    UpstreamHead head() {
        return await(head);
    }

    synchronized String soFar() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// Does something with the exchange on its loop, and waits for it.
    void onLoop(Consumer<UpstreamExchange> action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            action.accept(exchange);
            done.complete(null);
        });
        await(done);
    }

    UpstreamExchange exchange() {
        return exchange;
    }

    boolean isOver() {
        return over.isDone();
    }

    @Override
    public void onHead(UpstreamHead value) {
        check();
        head.complete(value);
    }

    @Override
    public void onData(ByteBuf data) {
        check();
        byte[] piece = new byte[data.readableBytes()];
        data.readBytes(piece);
        synchronized (this) {
            bytes.writeBytes(piece);
        }
        onData.accept(this);
    }

    @Override
    public void onEnd() {
        check();
        over.complete(null);
    }

    @Override
    public void onFailure(AttemptFailure why) {
        check();
        failure = why;
        over.complete(null);
        head.completeExceptionally(new AssertionError("failed: " + why));
    }

    private void check() {
        strayCallback |= over.isDone() || !loop.inEventLoop() || exchange == null;
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("nothing came", e);
        }
    }
}
