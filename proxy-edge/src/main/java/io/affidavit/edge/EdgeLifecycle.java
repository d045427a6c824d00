package io.affidavit.edge;

import io.affidavit.edge.call.CallDispatcher;
import io.affidavit.edge.call.Denials;
import io.affidavit.edge.catalog.LogFollower;
import io.affidavit.edge.server.EdgeServer;
import io.affidavit.edge.tokens.Tokenizers;
import io.affidavit.schemas.value.FailureCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/// Opens the edge last and closes it first, so that whatever its calls need outlives them.
final class EdgeLifecycle implements SmartLifecycle {

    private static final int PHASE = Integer.MAX_VALUE - 100;
    private static final Duration STOPPED_CALLS = Duration.ofSeconds(5);
    private static final Duration CATALOGUE = Duration.ofMinutes(1);

    private final EdgeServer server;
    private final CallDispatcher calls;
    private final LogFollower follower;
    private final Denials denials;
    private final EdgeProperties settings;
    private volatile boolean running;

    EdgeLifecycle(
            EdgeServer server,
            CallDispatcher calls,
            LogFollower follower,
            Denials denials,
            EdgeProperties settings) {
        this.server = server;
        this.calls = calls;
        this.follower = follower;
        this.denials = denials;
        this.settings = settings;
    }

    @Override
    public void start() {
        follower.start();
        denials.start();
        Thread.ofVirtual().name("tokenizers").start(this::warm);
        server.start(new InetSocketAddress(settings.bind(), settings.port()));
        running = true;
    }

    /// Where prompts are counted, the first call should not wait for what that takes.
    private void warm() {
        try {
            if (follower.await(0, CATALOGUE) && follower.current().isMetered()) {
                Tokenizers.warm();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// New calls are refused while running ones end by themselves; what then still runs is ended.
    @Override
    public void stop() {
        calls.drain();
        server.drain();
        if (!calls.awaitIdle(settings.drainTimeout())) {
            calls.stopAll(FailureCode.SHUTTING_DOWN);
            calls.awaitIdle(STOPPED_CALLS);
        }
        denials.close();
        server.close();
        follower.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
