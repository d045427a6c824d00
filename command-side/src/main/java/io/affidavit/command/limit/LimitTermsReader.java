package io.affidavit.command.limit;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.value.LimitId;
import org.jspecify.annotations.Nullable;

/// Looks up what a limit says, for requests that name it by id.
final class LimitTermsReader {

    private final Stories stories;

    LimitTermsReader(Stories stories) {
        this.stories = stories;
    }

    /// Its terms; null when it is not in force.
    @Nullable LimitTerms find(LimitId limit) {
        LimitState state =
                stories.fold(
                        LimitAggregate.TYPE,
                        limit.value(),
                        new LimitState.Absent(),
                        LimitState::evolve);
        return state instanceof LimitState.InForce inForce ? inForce.set().terms() : null;
    }
}
