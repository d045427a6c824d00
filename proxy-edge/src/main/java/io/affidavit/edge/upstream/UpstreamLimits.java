package io.affidavit.edge.upstream;

import java.time.Duration;

/// Bounds of an answer and of the connections kept for later.
///
/// @param answerBytes most bytes of an answer that is no stream, decoded
/// @param errorBytes most bytes of an error's body that are read
/// @param idleConnections most unused connections per event loop and provider address
/// @param idleTime longest time a connection stays unused, unless the provider announced another;
///   shorter than the 5 s after which common servers close
public record UpstreamLimits(
        long answerBytes, int errorBytes, int idleConnections, Duration idleTime) {

    /// 64 MiB answers (a batch of embeddings is large), 64 KiB errors, 256 connections, 4 s.
    public static final UpstreamLimits DEFAULT =
            new UpstreamLimits(64L << 20, 64 << 10, 256, Duration.ofSeconds(4));
}
