package io.affidavit.edge.upstream;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.Surface;
import org.jspecify.annotations.Nullable;

/// One try of a call at one deployment. No header of the client is part of it: the head that a
/// provider sees is made anew.
///
/// @param surface the API spoken to the provider
/// @param body the final bytes, model replaced and usage asked for; given away, never copied
/// @param credential the provider's own; `null` where it needs none
/// @param requestId our id of the call, sent as `x-client-request-id`
/// @param anthropic what a client of Anthropic's own API said of its version, for providers of that
///   protocol alone; `null` where the body was made by us
@SuppressWarnings("ArrayRecordComponent") // a body can be 16 MiB: one array, never a copy
public record UpstreamRequest(
        CatalogPage.Provider provider,
        CatalogPage.Deployment deployment,
        Surface surface,
        boolean stream,
        byte[] body,
        @Nullable Credential credential,
        UpstreamTimeouts timeouts,
        String requestId,
        @Nullable AnthropicVersion anthropic) {

    /// Values of a client's `anthropic-version` and `anthropic-beta`.
    ///
    /// @param version a date, 1 to 32 visible ASCII characters
    /// @param beta a list of names, 1 to 2048 visible ASCII characters and spaces; `null` for none
    public record AnthropicVersion(String version, @Nullable String beta) {

        /// The version this gateway's own requests are written for.
        public static final AnthropicVersion OURS = new AnthropicVersion("2023-06-01", null);

        private static final int MAX_VERSION = 32;
        private static final int MAX_BETA = 2_048;

        /// @throws IllegalArgumentException if a value could end the header it stands in, or is too
        ///   long
        public AnthropicVersion {
            require("anthropic-version", version, MAX_VERSION);
            if (beta != null) {
                require("anthropic-beta", beta, MAX_BETA);
            }
        }

        private static void require(String name, String value, int max) {
            boolean good =
                    !value.isBlank()
                            && value.length() <= max
                            && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
            if (!good) {
                throw new IllegalArgumentException(
                        name + ": malformed (expected: visible ASCII, at most " + max + ")");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "UpstreamRequest[" + deployment.id() + ", " + body.length + " bytes]";
    }
}
