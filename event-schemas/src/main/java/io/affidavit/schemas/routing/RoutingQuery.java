package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.ProviderId;

/// What the edge asks about providers.
public sealed interface RoutingQuery {

    /// Asks for a provider's credential of exactly this version.
    ///
    /// @param provider whose credential
    /// @param version the version the catalogue names
    record FindCredential(ProviderId provider, int version) implements RoutingQuery {}
}
