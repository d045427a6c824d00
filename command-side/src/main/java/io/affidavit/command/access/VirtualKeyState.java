package io.affidavit.command.access;

import io.affidavit.schemas.access.KeyView;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.access.VirtualKeyUnblocked;
import io.affidavit.schemas.value.Digest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a key's events add up to.
sealed interface VirtualKeyState {

    /// The state after one more event; other payloads change nothing.
    default VirtualKeyState evolve(Object event) {
        if (event instanceof VirtualKeyIssued issued) {
            return new Issued(
                    VirtualKeyFacts.of(issued), issued.idempotency(), List.of(), issued.after());
        }
        return this instanceof Issued issued ? issued.after(event) : this;
    }

    /// Nobody issued it yet.
    record Unknown() implements VirtualKeyState {}

    /// It was issued.
    ///
    /// @param idempotency digest of the request that made it
    /// @param requests digests of the requests that changed it since
    /// @param digest SHA-256 of its public state, as recorded last
    record Issued(
            VirtualKeyFacts facts,
            @Nullable Digest idempotency,
            List<Digest> requests,
            Digest digest)
            implements VirtualKeyState {

        public Issued {
            requests = List.copyOf(requests);
        }

        private Issued after(Object event) {
            return switch (event) {
                case VirtualKeyChanged changed ->
                        with(facts.after(changed), changed.idempotency(), changed.after());
                case VirtualKeyRotated rotated ->
                        with(facts.after(rotated), rotated.idempotency(), rotated.after());
                case VirtualKeyBlocked blocked ->
                        with(facts.withBlocked(true), null, blocked.after());
                case VirtualKeyUnblocked free -> with(facts.withBlocked(false), null, free.after());
                case VirtualKeyRevoked _ -> with(facts.revokedForGood(), null, digest);
                default -> this;
            };
        }

        private Issued with(VirtualKeyFacts next, @Nullable Digest request, Digest recorded) {
            List<Digest> more = new ArrayList<>(requests);
            if (request != null) {
                more.add(request);
            }
            return new Issued(next, idempotency, more, recorded);
        }

        boolean isRevoked() {
            return facts.revoked();
        }

        KeyView view(boolean replayed) {
            return facts.view(replayed);
        }
    }
}
