package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.ProviderId;

/// All credentials of a provider were destroyed with it.
///
/// @param provider whose credential
/// @param version the last version that existed
public record CredentialDestroyed(ProviderId provider, int version) implements RoutingEvent {}
