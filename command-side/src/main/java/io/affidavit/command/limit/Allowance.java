package io.affidavit.command.limit;

import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.call.RouteChosen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the ledger says to a call that had room.
///
/// @param rates what was left of each unit that a hard limit counts
/// @param instead the choice that is on record, where it is another than the one that was asked
///   for; `null` otherwise
public record Allowance(List<RateLeft> rates, @Nullable RouteChosen instead) {

    public Allowance {
        rates = List.copyOf(rates);
    }
}
