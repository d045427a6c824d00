package io.affidavit.edge.call;

import io.affidavit.edge.catalog.Catalog;
import io.affidavit.edge.catalog.CatalogSource;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives each request its virtual thread, as long as the gateway has room and is not shutting down.
public final class CallDispatcher implements RequestHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CallDispatcher.class);
    private static final Duration POLL = Duration.ofMillis(10);

    private final CatalogSource catalogs;
    private final CallPipeline calls;
    private final LocalAnswers local;
    private final Health health;
    private final int maxCalls;
    private final AtomicInteger running = new AtomicInteger();
    private final Set<StopSwitch> switches = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /// @param maxCalls requests under way at once; beyond it 503
    public CallDispatcher(
            CatalogSource catalogs,
            CallPipeline calls,
            LocalAnswers local,
            Health health,
            int maxCalls) {
        this.catalogs = catalogs;
        this.calls = calls;
        this.local = local;
        this.health = health;
        this.maxCalls = maxCalls;
    }

    @Override
    public void handle(Client client) {
        Endpoint endpoint = Endpoint.of(client.request().path(), client.request().fields());
        switch (endpoint.kind()) {
            case LIVE, READY -> client.answer(health(new Answers(endpoint, client.request())));
            case CHAT_COMPLETIONS,
                    EMBEDDINGS,
                    COMPLETIONS,
                    MESSAGES,
                    COUNT_TOKENS,
                    MODELS,
                    MODEL,
                    KEY,
                    GENERATION,
                    UNKNOWN ->
                    admit(client, endpoint);
        }
    }

    private Answer health(Answers answers) {
        String method = answers.request().method();
        if (method.equals("OPTIONS")) {
            return answers.options();
        }
        if (!answers.endpoint().takes(method)) {
            return answers.methodNotSupported(List.of());
        }
        boolean live = answers.endpoint().kind() == Endpoint.Kind.LIVE;
        return live ? health.live() : health.ready(draining);
    }

    private void admit(Client client, Endpoint endpoint) {
        if (draining) {
            turnAway(client, endpoint, FailureCode.SHUTTING_DOWN);
        } else if (running.incrementAndGet() > maxCalls) {
            running.decrementAndGet();
            turnAway(client, endpoint, FailureCode.GATEWAY_OVERLOADED);
        } else {
            Thread.startVirtualThread(() -> run(client, endpoint));
        }
    }

    private void run(Client client, Endpoint endpoint) {
        StopSwitch stop = new StopSwitch();
        switches.add(stop);
        try {
            route(new CallContext(client, endpoint, catalogs.current(), stop));
        } catch (RuntimeException | Error e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("requestId", client.request().requestId())
                    .log("a request failed in the gateway");
            client.answer(
                    new Answers(endpoint, client.request()).error(FailureCode.INTERNAL_ERROR));
        } finally {
            switches.remove(stop);
            running.decrementAndGet();
        }
    }

    private void route(CallContext call) {
        Endpoint endpoint = call.endpoint();
        String method = call.request().method();
        boolean known = endpoint.kind() != Endpoint.Kind.UNKNOWN;
        boolean anonymous = PresentedKey.of(endpoint, call.request().fields()) == null;
        if (!catalogs.isCurrent()) {
            // A stale catalogue could let a revoked key pass.
            turnAway(call.client(), endpoint, FailureCode.EVIDENCE_UNAVAILABLE);
        } else if (known && method.equals("OPTIONS")) {
            call.client().answer(call.answers().options());
        } else if (anonymous && !known) {
            turnAway(call.client(), endpoint, FailureCode.ROUTE_NOT_FOUND);
        } else if (anonymous && !endpoint.takes(method)) {
            calls.turnedAway(FailureCode.METHOD_NOT_SUPPORTED);
            call.client().answer(call.answers().methodNotSupported(List.of()));
        } else if (endpoint.surface() == null && known && endpoint.takes(method)) {
            local.answer(call);
        } else {
            calls.run(call);
        }
    }

    private void turnAway(Client client, Endpoint endpoint, FailureCode why) {
        calls.turnedAway(why);
        client.answer(new Answers(endpoint, client.request()).error(why));
    }

    /// Requests under way.
    public int running() {
        return running.get();
    }

    /// Takes no further call from now on.
    public void drain() {
        draining = true;
    }

    /// Waits until no request is under way.
    ///
    /// @return whether none is
    public boolean awaitIdle(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (running.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        return running.get() == 0;
    }

    /// Gives up on all calls that still run; each is told and concluded.
    public void stopAll(FailureCode why) {
        switches.forEach(stop -> stop.stop(why));
    }

    /// Gives up on the calls of keys that a catalogue shows as revoked or blocked.
    public void stopCallsOfLostKeys(Catalog catalog) {
        for (StopSwitch stop : switches) {
            VirtualKeyId id = stop.key();
            CatalogPage.Key key = id == null ? null : catalog.key(id);
            if (key != null && (key.revoked() || key.blocked()) && !stop.isStopped()) {
                stop.stop(FailureCode.INVALID_API_KEY);
            }
        }
    }
}
