package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.RoutingKey;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/// What can be asked about organizations, teams, projects and keys. `parts` carry the free text
/// (`name`, `reason`, `metadata`) of the request.
public sealed interface AccessCommand {

    /// Makes a tenant.
    record RegisterOrganization(
            @TargetAggregateIdentifier OrganizationId organization,
            String timeZone,
            ContentMode content,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements AccessCommand {}

    /// Makes a team of an organization that must exist.
    record RegisterTeam(
            @TargetAggregateIdentifier OrganizationId organization,
            TeamId team,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements AccessCommand {}

    /// Makes a project of a team that must exist.
    record RegisterProject(
            @TargetAggregateIdentifier OrganizationId organization,
            TeamId team,
            ProjectId project,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements AccessCommand {}

    /// Issues a key whose secret the caller has made and knows alone. Answer: [KeyView].
    record IssueVirtualKey(
            @TargetAggregateIdentifier VirtualKeyId key,
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            String mac,
            List<String> aliases,
            @Nullable Instant expiresAt,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements AccessCommand {}

    /// Revokes a key for good; revoking twice changes nothing. Answer: [KeyView].
    record RevokeVirtualKey(@TargetAggregateIdentifier VirtualKeyId key, List<Part> parts)
            implements AccessCommand {}

    /// Sets a limit, anew or with other terms. Answer: [LimitView].
    record SetLimit(
            @TargetAggregateIdentifier LimitId limit,
            @Nullable OrganizationId organization,
            LimitTerms terms,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements AccessCommand {}

    /// Removes a limit. Answer: [LimitView].
    record RemoveLimit(@TargetAggregateIdentifier LimitId limit, List<Part> parts)
            implements AccessCommand {}

    /// Lets a limit have another amount until an instant. Answer: [LimitView].
    record RaiseLimit(
            @TargetAggregateIdentifier LimitId limit, long amount, Instant until, List<Part> parts)
            implements AccessCommand {}

    /// Says that a limit was used to a share of its amount; saying it twice changes nothing.
    record ReportThreshold(
            @TargetAggregateIdentifier LimitId limit,
            int percent,
            long bucket,
            long used,
            long amount)
            implements AccessCommand {}

    /// Puts refused attempts of one kind on record.
    record RecordDenial(
            @RoutingKey String denial,
            String plane,
            FailureCode failure,
            String route,
            @Nullable VirtualKeyId key,
            long count,
            Instant from,
            Instant to,
            List<Part> parts)
            implements AccessCommand {}
}
