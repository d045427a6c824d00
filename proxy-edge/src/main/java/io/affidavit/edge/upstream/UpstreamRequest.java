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
@SuppressWarnings("ArrayRecordComponent") // a body can be 16 MiB: one array, never a copy
public record UpstreamRequest(
        CatalogPage.Provider provider,
        CatalogPage.Deployment deployment,
        Surface surface,
        boolean stream,
        byte[] body,
        @Nullable Credential credential,
        UpstreamTimeouts timeouts,
        String requestId) {

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
