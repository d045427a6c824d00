package io.affidavit.edge.call;

import io.affidavit.schemas.call.CatalogPage;

/// The last attempt of a call.
///
/// @param end how it ended
/// @param number 1 for the first attempt
/// @param deployment where it was made
/// @param recorded whether its own end is on record already; `end` is then how the call ended in
///   the pause that followed
public record Attempted(
        AttemptEnd end, int number, CatalogPage.Deployment deployment, boolean recorded) {}
