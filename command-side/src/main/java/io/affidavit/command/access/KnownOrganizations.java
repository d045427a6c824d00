package io.affidavit.command.access;

import io.affidavit.schemas.value.OrganizationId;

/// Tells other features whether an organization exists.
@FunctionalInterface
public interface KnownOrganizations {

    /// Whether somebody registered it.
    boolean exists(OrganizationId organization);
}
