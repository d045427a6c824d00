package io.affidavit.edge.upstream;

import io.netty.channel.EventLoop;
import java.time.InstantSource;

/// A provider that needs no account and no network, for first calls and tests. It answers with what
/// it was told, or as directives in the last user text say; its model is named `simulated`.
public final class SimulatorUpstream implements Upstream {

    private final InstantSource clock;

    /// @param clock gives the answers' `created`
    public SimulatorUpstream(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public UpstreamExchange open(
            EventLoop loop, UpstreamRequest request, UpstreamListener listener) {
        SimulatorScript script = SimulatorScript.read(request.surface(), request.body());
        SimulatorAnswers answers =
                new SimulatorAnswers(
                        request.surface(),
                        script,
                        request.requestId(),
                        clock.instant().getEpochSecond());
        SimulatorExchange exchange =
                new SimulatorExchange(loop, request, listener, script, answers);
        exchange.begin();
        return exchange;
    }
}
