package io.affidavit.edge.dialect;

import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// A provider's refusal, classified.
///
/// @param code what it means for the client
/// @param rejection the provider's words; only where the request itself was found wrong
public record ProviderError(FailureCode code, @Nullable Rejection rejection) {

    /// A provider's words about a request, bounded and cleaned of control characters.
    ///
    /// @param message at most 1,000 characters
    /// @param param the member it names, at most 200 characters; `null` for none
    public record Rejection(String message, @Nullable String param) {}
}
