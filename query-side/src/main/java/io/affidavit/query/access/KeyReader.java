package io.affidavit.query.access;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.affidavit.query.evidence.KeyHistory.KeyThen;
import io.affidavit.query.web.ReachSql;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.KeyState;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of virtual keys. What is derived from a secret is never selected.
public final class KeyReader {

    private static final String COLUMNS =
            "select id, org, team, project, name, metadata, tags, origin, aliases, surfaces,"
                    + " content, expires_at, grace_until, blocked, revoked from read.virtual_key";
    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient sql;
    private final InstantSource clock;

    /// Reads with the reader's connection; the clock decides what has expired.
    public KeyReader(JdbcClient sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// A key as administrators see it.
    ///
    /// @param metadata JSON as the issuer gave it
    /// @param tags values by names, as the issuer gave them
    /// @param content its own content mode; `null` for that of its organization
    /// @param graceUntil until when its secret before is good; `null` when none is
    record KeyRow(
            String id,
            String orgId,
            @Nullable String teamId,
            @Nullable String projectId,
            @Nullable String name,
            KeyOrigin origin,
            List<String> aliases,
            List<String> surfaces,
            @Nullable ContentMode content,
            @Nullable Instant expiresAt,
            @Nullable Instant graceUntil,
            @JsonRawValue @Nullable String metadata,
            @Nullable Map<String, String> tags,
            KeyState state) {

        KeyRow {
            aliases = List.copyOf(aliases);
            surfaces = List.copyOf(surfaces);
        }

        /// The key at an earlier moment. Texts that are sealed are only known as they are now: one
        /// that was written anew since is not shown.
        static KeyRow asOf(KeyThen then, Instant moment, KeyRow now) {
            VirtualKeyIssued issued = then.issued();
            VirtualKeyChanged changed = then.changed();
            TeamId team = changed == null ? issued.team() : changed.team();
            ProjectId project = changed == null ? issued.project() : changed.project();
            Instant expiresAt = changed == null ? issued.expiresAt() : changed.expiresAt();
            Instant grace = then.rotated() == null ? null : then.rotated().graceUntil();
            return new KeyRow(
                    issued.key().value(),
                    issued.organization().value(),
                    team == null ? null : team.value(),
                    project == null ? null : project.value(),
                    then.changedTexts().contains("name") ? null : now.name(),
                    issued.origin(),
                    changed == null ? issued.aliases() : changed.aliases(),
                    changed == null ? issued.surfaces() : changed.surfaces(),
                    changed == null ? issued.content() : changed.content(),
                    expiresAt,
                    grace == null || !moment.isBefore(grace) ? null : grace,
                    then.changedTexts().contains("metadata") ? null : now.metadata(),
                    then.changedTexts().contains("tags") ? null : now.tags(),
                    KeyState.of(then.revoked(), then.blocked(), expiresAt, moment));
        }
    }

    /// @param reach what is shown; `null` for everything
    List<KeyRow> keys(String after, int limit, @Nullable Reach reach) {
        return sql.sql(
                        COLUMNS
                                + " where id > :after"
                                + ReachSql.and(reach, "org", "team", "project")
                                + " order by id limit :limit")
                .param("after", after)
                .param("limit", limit + 1)
                .params(ReachSql.parameters(reach))
                .query(this::row)
                .list();
    }

    Optional<KeyRow> key(String id, @Nullable Reach reach) {
        return sql.sql(COLUMNS + " where id = :id" + ReachSql.and(reach, "org", "team", "project"))
                .param("id", id)
                .params(ReachSql.parameters(reach))
                .query(this::row)
                .optional();
    }

    private KeyRow row(ResultSet row, int number) throws SQLException {
        Instant now = clock.instant();
        Instant expiresAt = instant(row, "expires_at");
        Instant graceUntil = instant(row, "grace_until");
        return new KeyRow(
                row.getString("id"),
                row.getString("org"),
                row.getString("team"),
                row.getString("project"),
                row.getString("name"),
                KeyOrigin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
                List.of((String[]) row.getArray("aliases").getArray()),
                List.of((String[]) row.getArray("surfaces").getArray()),
                content(row),
                expiresAt,
                graceUntil == null || !now.isBefore(graceUntil) ? null : graceUntil,
                row.getString("metadata"),
                tags(row.getString("tags")),
                KeyState.of(row.getBoolean("revoked"), row.getBoolean("blocked"), expiresAt, now));
    }

    private static @Nullable ContentMode content(ResultSet row) throws SQLException {
        String code = row.getString("content");
        return code == null ? null : ContentMode.valueOf(code.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Map<String, String> tags(@Nullable String stored) {
        if (stored == null) {
            return null;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode tag : JSON.readTree(stored)) {
            tags.put(tag.path("k").asString(), tag.path("v").asString());
        }
        return tags;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
