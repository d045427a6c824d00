package io.affidavit.command.routing;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.schemas.value.Alias;

/// Finds the route that an admin request is about.
class RouteDirectory {

    private final Stories stories;

    RouteDirectory(Stories stories) {
        this.stories = stories;
    }

    /// Its state; [RouteState.Absent] when there is none.
    RouteState find(Alias alias) {
        return stories.fold(
                RouteAggregate.TYPE, alias.value(), new RouteState.Absent(), RouteState::evolve);
    }
}
