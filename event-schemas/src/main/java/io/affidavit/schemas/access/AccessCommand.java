package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.AdminTokenId;
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
/// (`name`, `reason`, `metadata`, `tags`) of the request.
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

    /// Changes what holds for an organization; `null` leaves a thing as it is. Answer:
    /// [OrganizationView].
    record ChangeOrganization(
            @TargetAggregateIdentifier OrganizationId organization,
            @Nullable String timeZone,
            @Nullable ContentMode content,
            List<Part> parts)
            implements AccessCommand {}

    /// Gives a team or a project another name. Answer: [OrganizationView].
    record RenameScope(
            @TargetAggregateIdentifier OrganizationId organization,
            TeamId team,
            @Nullable ProjectId project,
            List<Part> parts)
            implements AccessCommand {}

    /// Closes a scope for good; closing it twice changes nothing. Answer: [OrganizationView].
    ///
    /// @param team `null` for the organization itself
    /// @param project `null` for the organization or the team itself
    record ArchiveScope(
            @TargetAggregateIdentifier OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            List<Part> parts)
            implements AccessCommand {}

    /// Issues a key whose secret the caller has made and knows alone. Answer: [KeyView].
    ///
    /// @param content of the key itself; `null` for that of its organization
    /// @param limits of the key itself, set in the same append, in the zone of its organization
    record IssueVirtualKey(
            @TargetAggregateIdentifier VirtualKeyId key,
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            String mac,
            List<String> aliases,
            List<String> surfaces,
            @Nullable ContentMode content,
            @Nullable Instant expiresAt,
            List<LimitTerms> limits,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements AccessCommand {

        public IssueVirtualKey {
            limits = List.copyOf(limits);
        }
    }

    /// Lets keys that were made elsewhere call here: all of them or none. Answer: [KeysImported].
    ///
    /// @param request names the command
    /// @param keys by their place in the request
    record ImportVirtualKeys(
            @RoutingKey String request,
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            List<ImportedKey> keys,
            @Nullable Digest idempotency)
            implements AccessCommand {

        public ImportVirtualKeys {
            keys = List.copyOf(keys);
        }
    }

    /// A key that was made elsewhere.
    ///
    /// @param id follows from its hash, so that a hash has one key
    /// @param mac see [VirtualKeyFormat#macOfHash]
    record ImportedKey(VirtualKeyId id, String mac, List<Part> parts) {

        public ImportedKey {
            parts = List.copyOf(parts);
        }
    }

    /// Keys that may call here now.
    ///
    /// @param keys their ids, in the order of the request
    record KeysImported(List<VirtualKeyId> keys) {

        public KeysImported {
            keys = List.copyOf(keys);
        }
    }

    /// Changes what a key may do, whose it is or how it is called. Answer: [KeyView].
    record ChangeVirtualKey(
            @TargetAggregateIdentifier VirtualKeyId key,
            KeyChange change,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements AccessCommand {}

    /// Gives a key a new secret that the caller has made and knows alone. Answer: [KeyView].
    ///
    /// @param graceUntil until when the secret before stays good; `null` for not at all
    record RotateVirtualKey(
            @TargetAggregateIdentifier VirtualKeyId key,
            String mac,
            @Nullable Instant graceUntil,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements AccessCommand {}

    /// Blocks a key; blocking twice changes nothing. Answer: [KeyView].
    record BlockVirtualKey(@TargetAggregateIdentifier VirtualKeyId key, List<Part> parts)
            implements AccessCommand {}

    /// Lets a blocked key call again. Answer: [KeyView].
    record UnblockVirtualKey(@TargetAggregateIdentifier VirtualKeyId key, List<Part> parts)
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

    /// Says that a hard limit had no room for a call; saying it twice changes nothing.
    record ReportExhaustion(
            @TargetAggregateIdentifier LimitId limit,
            long bucket,
            long spent,
            long held,
            long needed,
            long amount)
            implements AccessCommand {}

    /// Lets whoever holds a token, which the caller has made and shows once, administer a scope.
    /// Answer: [AdminTokenView].
    record GrantRole(
            @TargetAggregateIdentifier AdminTokenId token,
            AdminRole role,
            Reach reach,
            String mac,
            @Nullable Instant expiresAt,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements AccessCommand {}

    /// Refuses an admin token for good; revoking twice changes nothing. Answer: [AdminTokenView].
    record RevokeRole(@TargetAggregateIdentifier AdminTokenId token, List<Part> parts)
            implements AccessCommand {}

    /// An admin token after a command, without anything that belongs to its secret.
    ///
    /// @param replayed whether the same request had done it before, so that nothing happened now
    record AdminTokenView(
            AdminTokenId token,
            AdminRole role,
            Reach reach,
            @Nullable Instant expiresAt,
            boolean revoked,
            boolean replayed) {}

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
