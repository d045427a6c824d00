package io.affidavit.edge.upstream;

import io.netty.buffer.ByteBuf;

/// Hears what comes of an attempt: either `onFailure` alone, or `onHead`, any number of `onData`,
/// and then `onEnd` or `onFailure`. Nothing follows an end or a failure.
public interface UpstreamListener {

    /// The provider accepted the request: a 2xx status with a media type that fits it.
    void onHead(UpstreamHead head);

    /// Bytes of the answer, transfer and content coding taken off.
    ///
    /// @param data readable during this call only; the callee releases nothing
    void onData(ByteBuf data);

    /// The answer is complete by its framing.
    void onEnd();

    /// The attempt is over without a whole answer.
    void onFailure(AttemptFailure failure);
}
