package io.affidavit.edge.upstream;

import io.affidavit.edge.dialect.ProviderError.Rejection;
import io.affidavit.edge.upstream.AttemptFailure.Retry;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.FailureCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plays one attempt on its event loop.
final class SimulatorExchange implements UpstreamExchange {

    /// Others on the loop get their turn after so many events.
    private static final int EVENTS_PER_TURN = 16;

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorExchange.class);

    private final EventLoop loop;
    private final UpstreamRequest request;
    private final UpstreamListener listener;
    private final SimulatorScript script;
    private final SimulatorAnswers answers;
    private @Nullable Future<?> wait;
    private boolean reading = true;
    private boolean headSent;
    private boolean over;
    private boolean playing;
    private int next;

    SimulatorExchange(
            EventLoop loop,
            UpstreamRequest request,
            UpstreamListener listener,
            SimulatorScript script,
            SimulatorAnswers answers) {
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        this.script = script;
        this.answers = answers;
    }

    @Override
    public void setReading(boolean on) {
        boolean resumes = on && !reading;
        reading = on;
        if (resumes && headSent) {
            loop.execute(guarded(this::play));
        }
    }

    @Override
    public void finish() {
        cancel();
    }

    @Override
    public void cancel() {
        over = true;
        if (wait != null) {
            wait.cancel(false);
        }
    }

    /// Begins, on the loop.
    void begin() {
        loop.execute(guarded(this::start));
    }

    /// Somebody waits for the end, whatever goes wrong on the way.
    private Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                LOG.atError().setCause(e).log("the simulator failed");
                fail(
                        AttemptFailure.of(
                                FailureCode.INTERNAL_ERROR, AttemptPhase.BODY, true, Retry.NEVER));
            }
        };
    }

    private void start() {
        long patience = request.timeouts().firstByte().toMillis();
        if (script.delayMillis() >= patience) {
            wait = loop.schedule(guarded(this::timeOut), patience, TimeUnit.MILLISECONDS);
        } else if (script.delayMillis() > 0) {
            wait =
                    loop.schedule(
                            guarded(this::answer), script.delayMillis(), TimeUnit.MILLISECONDS);
        } else {
            answer();
        }
    }

    private void answer() {
        if (over) {
            return;
        }
        AttemptFailure refusal = refusal();
        if (refusal != null) {
            fail(refusal);
            return;
        }
        headSent = true;
        listener.onHead(new UpstreamHead(200, "simulated-" + request.requestId()));
        play();
    }

    private void play() {
        if (playing || over) {
            return;
        }
        playing = true;
        int last = request.stream() ? answers.events() : 1;
        int turn = 0;
        while (reading && !over && next < last && turn++ < EVENTS_PER_TURN) {
            if (script.cutAfter() >= 0 && next > Math.min(script.cutAfter(), answers.content())) {
                fail(
                        AttemptFailure.of(
                                FailureCode.UPSTREAM_ERROR, AttemptPhase.BODY, true, Retry.NEXT));
            } else {
                give(request.stream() ? answers.event(next) : whole());
                next++;
            }
        }
        playing = false;
        if (!over && next == last) {
            over = true;
            listener.onEnd();
        } else if (!over && reading) {
            loop.execute(guarded(this::play));
        }
    }

    private byte[] whole() {
        if (script.cutAfter() >= 0) {
            return "{\"id\":\"chatcmpl-simu".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        return request.surface() == Surface.EMBEDDINGS
                ? answers.embeddings()
                : answers.completion();
    }

    private void give(byte[] bytes) {
        ByteBuf data = Unpooled.wrappedBuffer(bytes);
        try {
            listener.onData(data);
        } finally {
            data.release();
        }
    }

    private @Nullable AttemptFailure refusal() {
        String complaint = script.complaint();
        if (complaint == null && script.failStatus() == 0) {
            return null;
        }
        int status = complaint == null ? script.failStatus() : 400;
        Rejection rejection = new Rejection(complaint == null ? "as asked for" : complaint, null);
        return HttpFailures.ofStatus(status, rejection);
    }

    private void timeOut() {
        fail(
                AttemptFailure.of(
                        FailureCode.UPSTREAM_TIMEOUT, AttemptPhase.FIRST_BYTE, true, Retry.NEXT));
    }

    private void fail(AttemptFailure failure) {
        if (!over) {
            over = true;
            listener.onFailure(failure);
        }
    }
}
