package io.affidavit.edge.call;

import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.value.FailureCode;

/// Counts what happens to calls, for operators. Asked on the way of every call: it neither blocks
/// nor throws.
public interface CallMeter {

    /// Counts nothing.
    CallMeter NONE =
            new CallMeter() {
                @Override
                public void recorded(CallContext call, CallCommand fact) {}

                @Override
                public void unrecorded(FailureCode why) {}

                @Override
                public void refused(CallContext call, FailureCode why) {}

                @Override
                public void turnedAway(FailureCode why) {}
            };

    /// A fact about a call is durable.
    void recorded(CallContext call, CallCommand fact);

    /// A fact of any kind could not be made durable, or nobody knows whether it is.
    void unrecorded(FailureCode why);

    /// A request is answered with a refusal before anything was admitted.
    void refused(CallContext call, FailureCode why);

    /// A request is answered before anybody looked who sends it.
    void turnedAway(FailureCode why);
}
