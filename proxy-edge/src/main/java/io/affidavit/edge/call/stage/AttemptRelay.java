package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.AttemptEnd;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Client;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.upstream.AttemptFailure;
import io.affidavit.edge.upstream.Upstream;
import io.affidavit.edge.upstream.UpstreamExchange;
import io.affidavit.edge.upstream.UpstreamHead;
import io.affidavit.edge.upstream.UpstreamListener;
import io.affidavit.edge.upstream.UpstreamRequest;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands between provider and client during one attempt, on their common event loop, and tells the
/// waiting thread of the call once how it ended.
abstract class AttemptRelay implements UpstreamListener, Client.Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptRelay.class);
    private static final int BYTES_PER_TOKEN = 4;
    private static final long NANOS_PER_MICRO = 1000;

    private final Client client;
    private final long promptTokens;
    private final CompletableFuture<AttemptEnd> end = new CompletableFuture<>();
    private @Nullable UpstreamExchange exchange;
    private boolean over;
    private boolean writable = true;
    private boolean opened;
    private long startNanos;
    private @Nullable Long firstByteMicros;
    private @Nullable String requestId;

    AttemptRelay(CallContext call) {
        this.client = call.client();
        this.promptTokens = call.inbound().promptTokens();
    }

    /// What was produced so far.
    abstract Produced produced();

    /// Begins. Loop only.
    final void start(Upstream upstream, UpstreamRequest request) {
        guarded(() -> open(upstream, request));
    }

    private void open(Upstream upstream, UpstreamRequest request) {
        client.watch(this);
        if (over) {
            return;
        }
        opened = true;
        startNanos = System.nanoTime();
        UpstreamExchange opening = upstream.open(client.loop(), request, this);
        exchange = opening;
        if (over) {
            opening.cancel();
        } else if (!writable) {
            opening.setReading(false);
        }
    }

    /// Somebody waits for the end of the attempt, whatever goes wrong on the way.
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.atError().setCause(e).log("an attempt failed in the gateway");
            breakOffAnyhow();
        }
    }

    /// Even where there is no memory left to word the end.
    private void breakOffAnyhow() {
        try {
            if (!over) {
                breakOff(FailureCode.INTERNAL_ERROR);
            }
        } catch (RuntimeException | Error e) {
            over = true;
            end.completeExceptionally(e);
        }
    }

    /// Waits for the end. Never on the loop.
    final AttemptEnd await() {
        return end.join();
    }

    /// Gives up. Any thread.
    final void stop(FailureCode why) {
        client.loop().execute(() -> guarded(() -> giveUp(why)));
    }

    final void giveUp(FailureCode why) {
        if (!over) {
            cancel();
            finish(new AttemptEnd.Stopped(why, produced()));
        }
    }

    @Override
    public final void onGone() {
        if (!over) {
            cancel();
            guarded(() -> finish(new AttemptEnd.Left(produced())));
        }
    }

    @Override
    public final void onWritable(boolean now) {
        writable = now;
        if (exchange != null && !over) {
            exchange.setReading(now);
        }
    }

    @Override
    public void onHead(UpstreamHead head) {
        requestId = head.requestId();
        firstByteMicros = (System.nanoTime() - startNanos) / NANOS_PER_MICRO;
    }

    /// Bytes of an attempt that is not over.
    abstract void data(ByteBuf data);

    /// The end of an attempt that is not over.
    abstract void complete();

    @Override
    public final void onData(ByteBuf data) {
        if (!over) {
            guarded(() -> data(data));
        }
    }

    @Override
    public final void onEnd() {
        if (!over) {
            guarded(this::complete);
        }
    }

    @Override
    public final void onFailure(AttemptFailure failure) {
        if (!over) {
            guarded(() -> finish(new AttemptEnd.Broken(failure, produced())));
        }
    }

    final void breakOff(FailureCode code) {
        cancel();
        finish(new AttemptEnd.Broken(brokenAnswer(code), produced()));
    }

    /// Ends an attempt whose answer cannot be kept: one that is too large by itself is the
    /// provider's doing, one too many is not.
    final void refuseMore(ByteSink.Taken taken) {
        switch (taken) {
            case ALL -> {}
            case TOO_LARGE -> breakOff(FailureCode.UPSTREAM_ERROR);
            case NO_ROOM -> giveUp(FailureCode.GATEWAY_OVERLOADED);
        }
    }

    /// The answer is whole. The provider's connection is kept if its framing ends as well.
    final void answered() {
        if (exchange != null) {
            exchange.finish();
        }
        finish(new AttemptEnd.Answered(produced()));
    }

    final Client client() {
        return client;
    }

    final @Nullable String requestId() {
        return requestId;
    }

    final @Nullable Long firstByteMicros() {
        return firstByteMicros;
    }

    /// What may have been used when the provider has not said so itself.
    final AnswerFacts estimate(long answerBytes) {
        return opened
                ? new AnswerFacts(
                        null,
                        null,
                        null,
                        null,
                        new TokenUsage(promptTokens, 0, 0, answerBytes / BYTES_PER_TOKEN, 0),
                        UsageSource.ESTIMATED)
                : new AnswerFacts(null, null, null, null, TokenUsage.NONE, UsageSource.NONE);
    }

    static AttemptFailure brokenAnswer(FailureCode code) {
        return new AttemptFailure(
                code, AttemptPhase.BODY, null, true, AttemptFailure.Retry.NEXT, null, null);
    }

    private void cancel() {
        if (exchange != null) {
            exchange.cancel();
        }
    }

    private void finish(AttemptEnd result) {
        over = true;
        end.complete(result);
    }
}
