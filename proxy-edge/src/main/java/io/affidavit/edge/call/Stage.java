package io.affidavit.edge.call;

/// One decision on the way of a call. Runs on the call's virtual thread and may block.
public interface Stage {

    /// Decides, and leaves what later stages need in the context.
    StageResult apply(CallContext call);
}
