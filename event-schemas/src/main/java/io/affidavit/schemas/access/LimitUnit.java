package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What a limit counts.
@Public
public enum LimitUnit {
    /// Admitted calls, whatever became of them.
    REQUESTS("requests"),
    /// Prompt and completion tokens, all buckets.
    TOKENS("tokens"),
    /// Prompt tokens, cache reads and writes included.
    INPUT_TOKENS("inputTokens"),
    /// Completion tokens, reasoning included.
    OUTPUT_TOKENS("outputTokens"),
    /// Cost in nano-USD.
    USD("usd"),
    /// Calls that are open at the same time.
    PARALLEL("parallel");

    private final String apiName;
    private final String code = name().toLowerCase(Locale.ROOT);

    LimitUnit(String apiName) {
        this.apiName = apiName;
    }

    /// Whether what a call holds of it depends on how long its prompt is.
    public boolean countsPrompt() {
        return this == TOKENS || this == INPUT_TOKENS || this == USD;
    }

    /// As the control plane calls it.
    public String apiName() {
        return apiName;
    }

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return code;
    }
}
