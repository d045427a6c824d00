package io.affidavit.command.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.KeyState;
import io.affidavit.schemas.access.KeyView;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The shapes in which keys are answered.
final class KeyAnswers {

    private KeyAnswers() {}

    /// A key as the answer to its issue shows it.
    ///
    /// @param key the whole key; `null` when the request was a repetition
    record IssuedKey(
            VirtualKeyId id,
            @Nullable String key,
            OrganizationId orgId,
            @Nullable TeamId teamId,
            @Nullable ProjectId projectId,
            @Nullable String name,
            KeyOrigin origin,
            List<String> aliases,
            List<String> surfaces,
            @Nullable ContentMode content,
            @Nullable Instant expiresAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable ObjectNode metadata,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Map<String, String> tags,
            List<KeyLimits.KeyLimit> limits,
            KeyState state) {}

    /// A key as the answer to a change shows it; its name, metadata and tags stay sealed.
    record ChangedKey(
            VirtualKeyId id,
            OrganizationId orgId,
            @Nullable TeamId teamId,
            @Nullable ProjectId projectId,
            KeyOrigin origin,
            List<String> aliases,
            List<String> surfaces,
            @Nullable ContentMode content,
            @Nullable Instant expiresAt,
            @Nullable Instant graceUntil,
            KeyState state) {

        static ChangedKey of(KeyView view, Instant now) {
            return new ChangedKey(
                    view.key(),
                    view.organization(),
                    view.team(),
                    view.project(),
                    view.origin(),
                    view.aliases(),
                    view.surfaces(),
                    view.content(),
                    view.expiresAt(),
                    grace(view, now),
                    stateOf(view, now));
        }
    }

    /// A key as the answer to its rotation shows it.
    ///
    /// @param key the whole new key; `null` when the request was a repetition
    record RotatedKey(
            VirtualKeyId id,
            @Nullable String key,
            OrganizationId orgId,
            @Nullable TeamId teamId,
            @Nullable ProjectId projectId,
            KeyOrigin origin,
            List<String> aliases,
            List<String> surfaces,
            @Nullable ContentMode content,
            @Nullable Instant expiresAt,
            @Nullable Instant graceUntil,
            KeyState state) {

        static RotatedKey of(KeyView view, String key, Instant now) {
            return new RotatedKey(
                    view.key(),
                    view.replayed() ? null : key,
                    view.organization(),
                    view.team(),
                    view.project(),
                    view.origin(),
                    view.aliases(),
                    view.surfaces(),
                    view.content(),
                    view.expiresAt(),
                    grace(view, now),
                    stateOf(view, now));
        }
    }

    static KeyState stateOf(KeyView view, Instant now) {
        return KeyState.of(view.revoked(), view.blocked(), view.expiresAt(), now);
    }

    private static @Nullable Instant grace(KeyView view, Instant now) {
        Instant until = view.graceUntil();
        return until == null || !now.isBefore(until) ? null : until;
    }
}
