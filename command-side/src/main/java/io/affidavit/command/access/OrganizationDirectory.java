package io.affidavit.command.access;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.schemas.value.OrganizationId;

/// Finds the organization that another aggregate wants to belong to.
class OrganizationDirectory implements KnownOrganizations {

    private final Stories stories;

    OrganizationDirectory(Stories stories) {
        this.stories = stories;
    }

    /// Its state; [OrganizationState.Unknown] when there is none.
    OrganizationState find(OrganizationId organization) {
        return stories.fold(
                OrganizationAggregate.TYPE,
                organization.value(),
                new OrganizationState.Unknown(),
                OrganizationState::evolve);
    }

    @Override
    public boolean exists(OrganizationId organization) {
        return find(organization) instanceof OrganizationState.Registered;
    }
}
