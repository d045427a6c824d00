package io.affidavit.schemas.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/// An amount of money in billionths of a US dollar, so that sums are exact.
///
/// @param value nano-USD, never negative
@Public
public record NanoUsd(@JsonValue long value) {

    /// No cost at all: a free model, or nothing used.
    public static final NanoUsd ZERO = new NanoUsd(0);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NanoUsd {
        if (value < 0) {
            throw new IllegalArgumentException("nanoUsd: " + value + " (expected: >= 0)");
        }
    }

    /// The amount in dollars, as plain decimal text without trailing zeros.
    public String toUsd() {
        BigDecimal usd = BigDecimal.valueOf(value, 9).stripTrailingZeros();
        return usd.signum() == 0 ? "0" : usd.toPlainString();
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
