package io.affidavit.query.access;

import org.jspecify.annotations.Nullable;

/// The shapes in which scopes are shown.
final class AccessViews {

    private AccessViews() {}

    /// A tenant; its name is `null` once erased; `state` is `active` or `archived`.
    record OrganizationView(
            String id, @Nullable String name, String timeZone, String content, String state) {}

    /// A team of a tenant.
    record TeamView(String orgId, String id, @Nullable String name, String state) {}

    /// A project of a team.
    record ProjectView(
            String orgId, String teamId, String id, @Nullable String name, String state) {}
}
