package io.affidavit.edge.upstream;

import io.netty.channel.EventLoop;

/// A way to reach providers of one protocol.
public interface Upstream {

    /// Starts one attempt. May be called from any thread; the listener hears from it on the given
    /// loop only, and never before this method returned to a caller on that loop.
    ///
    /// @param loop the event loop of the client's connection; the attempt stays on it
    UpstreamExchange open(EventLoop loop, UpstreamRequest request, UpstreamListener listener);
}
