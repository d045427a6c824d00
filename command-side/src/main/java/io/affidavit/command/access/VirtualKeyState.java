package io.affidavit.command.access;

import io.affidavit.schemas.access.KeyView;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a key's events add up to.
sealed interface VirtualKeyState {

    /// The state after one more event; other payloads change nothing.
    default VirtualKeyState evolve(Object event) {
        return switch (event) {
            case VirtualKeyIssued issued ->
                    new Issued(VirtualKeyFacts.of(issued), issued.idempotency(), false);
            case VirtualKeyRevoked _ when this instanceof Issued issued ->
                    new Issued(issued.facts(), issued.idempotency(), true);
            default -> this;
        };
    }

    /// Nobody issued it yet.
    record Unknown() implements VirtualKeyState {}

    /// It was issued.
    ///
    /// @param idempotency digest of the request that made it
    /// @param revoked refused for good
    record Issued(VirtualKeyFacts facts, @Nullable Digest idempotency, boolean revoked)
            implements VirtualKeyState {

        KeyView view(boolean replayed) {
            return new KeyView(
                    facts.key(),
                    facts.organization(),
                    facts.team(),
                    facts.project(),
                    facts.aliases(),
                    facts.expiresAt(),
                    revoked,
                    replayed);
        }
    }

    /// Public state of a key, the input of its digest.
    record VirtualKeyFacts(
            VirtualKeyId key,
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            String mac,
            List<String> aliases,
            @Nullable Instant expiresAt) {

        Digest digest() {
            return EventSerializer.digest(this);
        }

        private static VirtualKeyFacts of(VirtualKeyIssued issued) {
            return new VirtualKeyFacts(
                    issued.key(),
                    issued.organization(),
                    issued.team(),
                    issued.project(),
                    issued.mac(),
                    issued.aliases(),
                    issued.expiresAt());
        }
    }
}
