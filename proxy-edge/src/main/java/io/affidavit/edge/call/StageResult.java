package io.affidavit.edge.call;

import io.affidavit.edge.openai.ErrorBody;
import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// What a stage decided.
public sealed interface StageResult {

    /// Nothing stands against the call here.
    StageResult PROCEED = new Proceed();

    /// The call goes on to the next stage.
    record Proceed() implements StageResult {}

    /// The call ends here.
    ///
    /// @param code why
    /// @param param JSON path of the member at fault; `null` for none
    /// @param message for the client
    /// @param settled whether nothing is left to record: the refusal is durable already, or it is
    ///   recording itself that failed
    /// @param retryAfterSeconds when the same request may succeed; `null` if nobody can tell
    record Refuse(
            FailureCode code,
            @Nullable String param,
            String message,
            boolean settled,
            @Nullable Integer retryAfterSeconds)
            implements StageResult {

        /// A refusal that names no time.
        public Refuse(FailureCode code, @Nullable String param, String message, boolean settled) {
            this(code, param, message, settled, null);
        }

        /// A refusal with the general text of its code.
        public static Refuse of(FailureCode code) {
            return new Refuse(code, null, ErrorBody.message(code), false);
        }

        /// An alias that does not exist and one that is not granted read the same.
        public static Refuse modelNotFound() {
            FailureCode code = FailureCode.MODEL_NOT_FOUND;
            return new Refuse(code, "model", ErrorBody.message(code), false);
        }

        /// A refusal that is on record, or that no record can be made of.
        public static Refuse settled(FailureCode code) {
            return new Refuse(code, null, ErrorBody.message(code), true);
        }
    }
}
