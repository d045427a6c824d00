package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Public;

/// A newer credential replaces the one before.
///
/// @param provider whose credential
/// @param version one more than the version before
/// @param keyRef the key that wraps it, as in the vault
public record CredentialRotated(ProviderId provider, int version, @Public String keyRef)
        implements RoutingEvent {}
