package io.affidavit.schemas.call;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.NodeId;
import java.time.Instant;
import java.util.List;

/// The node of an open call died; another process ends the call in its place.
///
/// @param callId the call
/// @param decidedAt gateway clock at the decision, UTC
/// @param node the node that had admitted it
/// @param leaseEndedAt when that node's lease ended
/// @param settled what it has used of each limit it held, as far as anybody knows
public record CallAbandoned(
        CallId callId, Instant decidedAt, NodeId node, Instant leaseEndedAt, List<Booking> settled)
        implements CallEvent {

    public CallAbandoned {
        settled = List.copyOf(settled);
    }
}
