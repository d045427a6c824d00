package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.ProviderId;

/// A provider's credential, encrypted for the way over the bus and bound to its provider, version
/// and address.
///
/// @param provider whose credential
/// @param version its version
/// @param baseUrl the only address it may be sent to
/// @param sealed base64 of `iv[12] ‖ AES-256-GCM` under the transit key, AAD `provider \n version
///   \n baseUrl`
public record CredentialView(ProviderId provider, int version, String baseUrl, String sealed) {

    @Override
    public String toString() {
        return "CredentialView[" + provider + " v" + version + "]";
    }
}
