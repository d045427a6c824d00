package io.affidavit.schemas.call;

import io.affidavit.schemas.value.NodeId;

/// Whether this process is still entitled to carry bytes of its calls. A process that was paused
/// past its lease may find them ended by somebody else.
public interface LeaseGuard {

    /// This process; new for each start.
    NodeId node();

    /// False from the moment the lease may have ended until it is renewed.
    boolean mayForward();
}
