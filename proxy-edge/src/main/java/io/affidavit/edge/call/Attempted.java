package io.affidavit.edge.call;

import io.affidavit.schemas.call.CatalogPage;

/// The last attempt of a call.
///
/// @param end how it ended
/// @param number 1 for the first attempt
/// @param deployment where it was made
public record Attempted(AttemptEnd end, int number, CatalogPage.Deployment deployment) {}
