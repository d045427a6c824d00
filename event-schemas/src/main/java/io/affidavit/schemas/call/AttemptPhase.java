package io.affidavit.schemas.call;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// Where in an attempt a failure happened. It decides whether the provider may have charged.
@Public
public enum AttemptPhase {
    /// Resolving, connecting or TLS: nothing was sent.
    CONNECT,
    /// While the request was being sent.
    SEND,
    /// Sent, but no status line came.
    FIRST_BYTE,
    /// The provider answered with an error status.
    HEADERS,
    /// The answer had begun.
    BODY,
    /// It was chosen and never begun, because the call ended before.
    NONE;

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
