package io.affidavit.edge.dialect;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A streamed answer between provider and client: content passes at once in the client's dialect,
/// all that a client acts on as the end is held until it may be told, and usage is metered. Belongs
/// to one event loop. Holds no reference-counted memory, so it may be dropped at any time.
public interface AnswerStream {

    /// Most bytes of one event, and of everything held.
    int MAX_EVENT_BYTES = 8 * 1024 * 1024;

    /// Reads bytes of the provider and appends what may leave now, whole events only.
    ///
    /// @return why the stream is broken; `null` while it is sound. Nothing may be read afterwards
    @Nullable AnswerFault read(ByteBuf in, ByteBuf target);

    /// The provider's answer is complete by its framing.
    ///
    /// @return why it is no whole answer all the same; `null` when it is
    @Nullable AnswerFault end(ByteBuf target);

    /// Whether the answer's own end came: nothing the provider sends afterwards matters.
    boolean done();

    /// Appends the end of a whole answer, everything that was held.
    void writeEnd(ByteBuf target);

    /// What the stream said of itself so far, at any time.
    AnswerFacts facts();
}
