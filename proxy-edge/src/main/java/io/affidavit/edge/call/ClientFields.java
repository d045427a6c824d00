package io.affidavit.edge.call;

import org.jspecify.annotations.Nullable;

/// The header fields of a request that are judged, each `null` when absent. All others were checked
/// for their form and dropped, so that none can be forwarded by mistake.
///
/// @param authorization value of `authorization`
/// @param apiKey value of `x-api-key`; several are joined by commas and then no key
/// @param contentType value of `content-type`
/// @param contentEncoding value of `content-encoding`
/// @param traceParent value of `traceparent`
/// @param anthropicVersion value of `anthropic-version`; several are joined by commas
/// @param anthropicBeta value of `anthropic-beta`, a list; several fields are one list
/// @param cost value of `x-affidavit-cost`; several are joined by commas
public record ClientFields(
        @Nullable String authorization,
        @Nullable String apiKey,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String traceParent,
        @Nullable String anthropicVersion,
        @Nullable String anthropicBeta,
        @Nullable String cost) {

    /// None at all.
    public static final ClientFields NONE =
            new ClientFields(null, null, null, null, null, null, null, null);

    /// Some of them are secrets.
    @Override
    public String toString() {
        return "ClientFields[]";
    }
}
