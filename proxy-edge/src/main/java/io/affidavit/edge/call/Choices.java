package io.affidavit.edge.call;

import io.affidavit.schemas.routing.RouteChoice;
import java.util.List;

/// Where an attempt is to go. Only the append knows which deployments are full, so it is given the
/// choice and what is chosen instead.
///
/// @param first the choice
/// @param otherwise what is chosen where its deployment is full, then where that of the first of
///   these is, and so on; empty where no limit of a deployment is known
public record Choices(RouteChoice first, List<RouteChoice> otherwise) {

    public Choices {
        otherwise = List.copyOf(otherwise);
    }
}
