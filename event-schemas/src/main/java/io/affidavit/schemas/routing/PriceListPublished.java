package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.Public;

/// Costs are computed from this list from now on.
///
/// @param priceList its id, a date
/// @param digest SHA-256 of the list's canonical JSON form
/// @param models how many models it prices
public record PriceListPublished(@Public String priceList, Digest digest, int models)
        implements RoutingEvent {}
