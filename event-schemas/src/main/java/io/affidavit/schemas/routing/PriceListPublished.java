package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.Public;

/// Costs are computed from this list from now on.
///
/// @param priceList its id, a date with a counter
/// @param digest SHA-256 of the list's file; for `2026-11-25`, which had none, of its canonical
///   form
/// @param models how many models it prices
public record PriceListPublished(@Public String priceList, Digest digest, int models)
        implements RoutingEvent {}
