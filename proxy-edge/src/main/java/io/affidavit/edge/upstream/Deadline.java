package io.affidavit.edge.upstream;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The time limits of one attempt as one timer: that of the whole, and that of the phase it is in.
/// A phase that moves on only notes the new moment; the timer looks again when it fires.
final class Deadline {

    private final EventLoop loop;
    private final Runnable expired;
    private final long totalAt;
    private long phaseAt;
    private long timerAt;
    private @Nullable Future<?> timer;
    private boolean stopped;

    Deadline(EventLoop loop, Duration total, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
        this.totalAt = System.nanoTime() + total.toNanos();
        this.phaseAt = totalAt;
    }

    /// Begins a phase, or begins it anew.
    void phase(Duration limit) {
        phaseAt = System.nanoTime() + limit.toNanos();
        if (!stopped && (timer == null || phaseAt - timerAt < 0)) {
            schedule();
        }
    }

    /// Only the limit of the whole counts for now.
    void pause() {
        phaseAt = totalAt;
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void schedule() {
        if (timer != null) {
            timer.cancel(false);
        }
        timerAt = phaseAt - totalAt < 0 ? phaseAt : totalAt;
        timer =
                loop.schedule(
                        this::look, Math.max(0, timerAt - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void look() {
        timer = null;
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        if (now - totalAt >= 0 || now - phaseAt >= 0) {
            stopped = true;
            expired.run();
        } else {
            schedule();
        }
    }
}
