package io.affidavit.schemas.call;

import io.affidavit.schemas.value.NodeId;
import org.jspecify.annotations.Nullable;

/// What rooms ask each other about calls and about what calls are judged by.
public sealed interface CallQuery {

    /// Asks for one page of the catalogue. Answer: [CatalogPage].
    ///
    /// @param cursor `nextCursor` of the page before; `null` for the first
    /// @param limit most keys in the answer
    record FindCatalogPage(@Nullable String cursor, int limit) implements CallQuery {}

    /// Asks for calls without a terminal event that any other node admitted. Answer: [OpenCalls].
    ///
    /// @param self the asking node, whose calls are its own business
    /// @param limit most calls in the answer
    record FindOpenCalls(NodeId self, int limit) implements CallQuery {}

    /// Waits until the answering component shows everything up to a position. Scatter-gather;
    /// answer: `Boolean`, false when it did not get there in time.
    ///
    /// @param position the position that must be visible
    /// @param timeoutMillis longest wait, milliseconds
    record AwaitVisible(long position, long timeoutMillis) implements CallQuery {}
}
