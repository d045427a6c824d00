package io.affidavit.command.call;

import io.affidavit.schemas.access.Booking;
import java.util.List;

/// What a decision is to hold of limits.
///
/// @param chain of those of the call's chain, from its admission to its end
/// @param attempt of those of the deployment that its next attempt goes to
record Holding(List<Booking> chain, List<Booking> attempt) {

    static final Holding NOTHING = new Holding(List.of(), List.of());
}
