package io.affidavit.schemas.call;

import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.NodeId;
import java.util.List;

/// Calls without a terminal event, as far as the read tables had got.
///
/// @param position everything up to here is considered; -1 for nothing
/// @param calls the calls, oldest first
public record OpenCalls(long position, List<OpenCall> calls) {

    public OpenCalls {
        calls = List.copyOf(calls);
    }

    /// One open call.
    ///
    /// @param callId the call
    /// @param node the node that admitted it
    public record OpenCall(CallId callId, NodeId node) {}
}
