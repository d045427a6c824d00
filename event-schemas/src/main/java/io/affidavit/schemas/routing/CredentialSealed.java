package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Public;

/// The first credential of a provider lies sealed in the vault; it can never be read over the API.
///
/// @param provider whose credential
/// @param version 1
/// @param keyRef the key that wraps it, as in the vault
public record CredentialSealed(ProviderId provider, int version, @Public String keyRef)
        implements RoutingEvent {}
