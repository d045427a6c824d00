package io.affidavit.schemas.evidence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// How long a part must stay readable. The class of a part can only be lengthened.
public enum RetentionClass {
    /// Operations: 90 days.
    OPS_90D("ops-90d"),
    /// EU AI Act Art. 19 and 26(6): at least six months.
    AIACT_6M("aiact-6m"),
    /// HIPAA 45 CFR 164.316(b)(2): six years.
    HIPAA_6Y("hipaa-6y"),
    /// SEC 17a-4: six years, never erased earlier.
    SEC_6Y("sec-6y");

    private final String code;

    RetentionClass(String code) {
        this.code = code;
    }

    /// The class as records and key references write it.
    @JsonValue
    public String code() {
        return code;
    }

    /// The class with this code.
    ///
    /// @throws IllegalArgumentException if no class has it
    @JsonCreator
    public static RetentionClass of(String code) {
        for (RetentionClass retention : values()) {
            if (retention.code.equals(code)) {
                return retention;
            }
        }
        throw new IllegalArgumentException(
                "retention: " + code + " (expected: ops-90d, aiact-6m, hipaa-6y or sec-6y)");
    }

    @Override
    public String toString() {
        return code;
    }
}
