package io.affidavit.edge.upstream;

import io.netty.channel.EventLoop;

/// Picks the way that a provider's protocol needs.
public final class Upstreams implements Upstream {

    private final Upstream openAi;
    private final Upstream simulator;

    /// @param openAi for providers that speak OpenAI's dialect
    /// @param simulator for the built-in one
    public Upstreams(Upstream openAi, Upstream simulator) {
        this.openAi = openAi;
        this.simulator = simulator;
    }

    @Override
    public UpstreamExchange open(
            EventLoop loop, UpstreamRequest request, UpstreamListener listener) {
        return switch (request.provider().protocol()) {
            case OPENAI, ANTHROPIC -> openAi.open(loop, request, listener);
            case SIMULATOR -> simulator.open(loop, request, listener);
        };
    }
}
