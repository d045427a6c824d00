package io.affidavit.command.access;

import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyChange;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.KeyView;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Public state of a key, the input of its digest.
///
/// @param secrets what is stored of its secrets
/// @param terms what it may do
record VirtualKeyFacts(
        VirtualKeyId key,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        Secrets secrets,
        Terms terms,
        boolean blocked,
        boolean revoked) {

    /// @param graceMac of the secret before, which is good until `graceUntil`
    record Secrets(
            KeyOrigin origin,
            String mac,
            @Nullable String graceMac,
            @Nullable Instant graceUntil) {}

    /// @param aliases grants of aliases
    /// @param surfaces the APIs it may use
    /// @param content its own content mode; `null` for that of its organization
    record Terms(
            List<String> aliases,
            List<String> surfaces,
            @Nullable ContentMode content,
            @Nullable Instant expiresAt) {

        Terms {
            aliases = List.copyOf(aliases);
            surfaces = List.copyOf(surfaces);
        }

        Terms after(KeyChange change) {
            return new Terms(
                    change.aliases() == null ? aliases : change.aliases(),
                    change.surfaces() == null ? surfaces : change.surfaces(),
                    change.content() == null ? content : change.content().mode(),
                    change.expiry() == null ? expiresAt : change.expiry().at());
        }
    }

    static VirtualKeyFacts of(VirtualKeyIssued issued) {
        return new VirtualKeyFacts(
                issued.key(),
                issued.organization(),
                issued.team(),
                issued.project(),
                new Secrets(issued.origin(), issued.mac(), null, null),
                new Terms(
                        issued.aliases(), issued.surfaces(), issued.content(), issued.expiresAt()),
                false,
                false);
    }

    Digest digest() {
        return EventSerializer.digest(this);
    }

    VirtualKeyFacts after(VirtualKeyChanged changed) {
        Terms next =
                new Terms(
                        changed.aliases(),
                        changed.surfaces(),
                        changed.content(),
                        changed.expiresAt());
        return with(changed.team(), changed.project(), secrets, next);
    }

    VirtualKeyFacts after(VirtualKeyRotated rotated) {
        return with(rotated.mac(), rotated.graceMac(), rotated.graceUntil());
    }

    /// What a change makes of it.
    VirtualKeyFacts after(KeyChange change) {
        KeyChange.Move move = change.move();
        Terms next = terms.after(change);
        return move == null
                ? with(team, project, secrets, next)
                : with(move.withinTeam() ? team : move.team(), move.project(), secrets, next);
    }

    /// With another secret.
    VirtualKeyFacts with(String mac, @Nullable String graceMac, @Nullable Instant graceUntil) {
        Secrets next = new Secrets(secrets.origin(), mac, graceMac, graceUntil);
        return with(team, project, next, terms);
    }

    VirtualKeyFacts withBlocked(boolean isBlocked) {
        return new VirtualKeyFacts(
                key, organization, team, project, secrets, terms, isBlocked, revoked);
    }

    VirtualKeyFacts revokedForGood() {
        return new VirtualKeyFacts(key, organization, team, project, secrets, terms, blocked, true);
    }

    private VirtualKeyFacts with(
            @Nullable TeamId nextTeam,
            @Nullable ProjectId nextProject,
            Secrets nextSecrets,
            Terms nextTerms) {
        return new VirtualKeyFacts(
                key, organization, nextTeam, nextProject, nextSecrets, nextTerms, blocked, revoked);
    }

    KeyView view(boolean replayed) {
        return new KeyView(
                key,
                organization,
                team,
                project,
                secrets.origin(),
                terms.aliases(),
                terms.surfaces(),
                terms.content(),
                terms.expiresAt(),
                secrets.graceUntil(),
                blocked,
                revoked,
                replayed);
    }
}
