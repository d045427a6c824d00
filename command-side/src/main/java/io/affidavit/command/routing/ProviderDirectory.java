package io.affidavit.command.routing;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.schemas.value.ProviderId;

/// Finds the provider that a deployment, a credential or an admin request is about.
class ProviderDirectory {

    private final Stories stories;

    ProviderDirectory(Stories stories) {
        this.stories = stories;
    }

    /// Its state; [ProviderState.Unknown] when there is none.
    ProviderState find(ProviderId provider) {
        return stories.fold(
                ProviderAggregate.TYPE,
                provider.value(),
                new ProviderState.Unknown(),
                ProviderState::evolve);
    }
}
