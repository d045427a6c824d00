package io.affidavit.edge.call;

import io.affidavit.edge.catalog.CatalogSource;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
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
    private final Models models;
    private final Health health;
    private final int maxCalls;
    private final AtomicInteger running = new AtomicInteger();
    private final Set<StopSwitch> switches = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /// @param maxCalls requests under way at once; beyond it 503
    public CallDispatcher(
            CatalogSource catalogs,
            CallPipeline calls,
            Models models,
            Health health,
            int maxCalls) {
        this.catalogs = catalogs;
        this.calls = calls;
        this.models = models;
        this.health = health;
        this.maxCalls = maxCalls;
    }

    @Override
    public void handle(Client client) {
        Endpoint endpoint = Endpoint.of(client.request().path());
        switch (endpoint.kind()) {
            case LIVE, READY -> client.answer(health(client.request(), endpoint));
            case CHAT_COMPLETIONS, EMBEDDINGS, MODELS, MODEL, UNKNOWN -> admit(client, endpoint);
        }
    }

    private Answer health(ClientRequest request, Endpoint endpoint) {
        if (request.method().equals("OPTIONS")) {
            return Answers.options(endpoint);
        }
        if (!endpoint.takes(request.method())) {
            return Answers.methodNotSupported(endpoint, null);
        }
        return endpoint.kind() == Endpoint.Kind.LIVE ? health.live() : health.ready(draining);
    }

    private void admit(Client client, Endpoint endpoint) {
        if (draining) {
            turnAway(client, FailureCode.SHUTTING_DOWN);
        } else if (running.incrementAndGet() > maxCalls) {
            running.decrementAndGet();
            turnAway(client, FailureCode.GATEWAY_OVERLOADED);
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
            client.answer(Answers.error(FailureCode.INTERNAL_ERROR));
        } finally {
            switches.remove(stop);
            running.decrementAndGet();
        }
    }

    private void route(CallContext call) {
        ClientRequest request = call.request();
        boolean known = call.endpoint().kind() != Endpoint.Kind.UNKNOWN;
        if (!catalogs.isCurrent()) {
            // A stale catalogue could let a revoked key pass.
            turnAway(call.client(), FailureCode.EVIDENCE_UNAVAILABLE);
        } else if (known && request.method().equals("OPTIONS")) {
            call.client().answer(Answers.options(call.endpoint()));
        } else if (request.authorization() == null && !known) {
            turnAway(call.client(), FailureCode.ROUTE_NOT_FOUND);
        } else if (request.authorization() == null && !call.endpoint().takes(request.method())) {
            calls.turnedAway(FailureCode.METHOD_NOT_SUPPORTED);
            call.client().answer(Answers.methodNotSupported(call.endpoint(), null));
        } else if (call.endpoint().surface() == null
                && known
                && call.endpoint().takes(request.method())) {
            models.answer(call);
        } else {
            calls.run(call);
        }
    }

    private void turnAway(Client client, FailureCode why) {
        calls.turnedAway(why);
        client.answer(Answers.error(why));
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
}
