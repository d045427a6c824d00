package io.affidavit.edge.call;

import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A fact could not be made durable, or was refused by whoever decides about it.
public final class RecordingFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private static final long MILLIS_A_SECOND = 1_000;
    private static final Set<FailureCode> DECIDED =
            Set.of(
                    FailureCode.RATE_LIMIT_EXCEEDED,
                    FailureCode.TOKEN_LIMIT_EXCEEDED,
                    FailureCode.INSUFFICIENT_QUOTA);

    private final transient Refusal refusal; // nobody serialises it
    private final @Nullable String receipt;

    RecordingFailed(FailureCode code, Throwable cause) {
        this(new Refusal(code, code.code()), null, cause);
    }

    /// @param receipt for the refusal's own record; `null` when none was made
    RecordingFailed(Refusal refusal, @Nullable String receipt, Throwable cause) {
        super(refusal.message(), cause);
        this.refusal = refusal;
        this.receipt = receipt;
    }

    /// The receipt for the record of the refusal; `null` when it has none.
    @Nullable String receipt() {
        return receipt;
    }

    /// What the client is told.
    public FailureCode code() {
        return refusal.code();
    }

    /// What the limits of a refused call had left; empty where they were not looked at.
    public List<RateLeft> rates() {
        return refusal.rates();
    }

    /// Whether it was decided and put on record that this must not be.
    boolean isDecided() {
        return DECIDED.contains(refusal.code());
    }

    /// The answer to a call that a limit had no room for, which is on record; to any other one the
    /// general text of its code.
    public StageResult.Refuse settled() {
        return isDecided()
                ? new StageResult.Refuse(refusal.code(), null, refusal.message(), true, seconds())
                : StageResult.Refuse.settled(refusal.code());
    }

    private @Nullable Integer seconds() {
        Long millis = refusal.retryAfterMillis();
        return millis == null
                ? null
                : (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(millis, MILLIS_A_SECOND));
    }
}
