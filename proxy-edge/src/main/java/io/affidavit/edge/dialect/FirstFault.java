package io.affidavit.edge.dialect;

import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// The first thing wrong with a request; a client mends one at a time.
public final class FirstFault {

    private @Nullable InboundFault first;

    /// Notes a fault unless one was noted before.
    ///
    /// @param param JSON path of the member at fault
    /// @param what what it is and what was expected
    public void note(FailureCode code, String param, String what) {
        if (first == null) {
            first = new InboundFault(code, param, param + ": " + what);
        }
    }

    public @Nullable InboundFault first() {
        return first;
    }
}
