package io.affidavit.schemas.call;

import io.affidavit.schemas.value.NodeId;

/// Whether this process is still entitled to carry bytes of its calls. A process that was paused
/// past its lease may find them ended by somebody else.
public interface LeaseGuard {

    /// This process; new for each start.
    NodeId node();

    /// False from the moment the lease may have ended until it is renewed.
    boolean mayForward();

    /// The present lease alone: once that has lapsed the answer stays false, even though this
    /// process has a lease again. A call is held to the one under which it was admitted, because
    /// somebody may have ended it in between. A lease that never lapses is its own term.
    default LeaseGuard term() {
        return this;
    }
}
