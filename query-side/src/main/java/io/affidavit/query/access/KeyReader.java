package io.affidavit.query.access;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.affidavit.query.evidence.KeyHistory.KeyThen;
import io.affidavit.schemas.access.KeyState;
import io.affidavit.schemas.access.VirtualKeyIssued;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of virtual keys. What is derived from a secret is never selected.
public final class KeyReader {

    private static final String COLUMNS =
            "select id, org, team, project, name, metadata, aliases, expires_at, revoked"
                    + " from read.virtual_key";

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
    record KeyRow(
            String id,
            String orgId,
            @Nullable String teamId,
            @Nullable String projectId,
            @Nullable String name,
            List<String> aliases,
            @Nullable Instant expiresAt,
            @JsonRawValue @Nullable String metadata,
            KeyState state) {

        KeyRow {
            aliases = List.copyOf(aliases);
        }

        /// The key at an earlier moment. Texts that are sealed are only known as they are now: one
        /// that was written anew since is not shown.
        static KeyRow asOf(KeyThen then, Instant moment, KeyRow now) {
            VirtualKeyIssued issued = then.issued();
            return new KeyRow(
                    issued.key().value(),
                    issued.organization().value(),
                    issued.team() == null ? null : issued.team().value(),
                    issued.project() == null ? null : issued.project().value(),
                    then.changedTexts().contains("name") ? null : now.name(),
                    issued.aliases(),
                    issued.expiresAt(),
                    then.changedTexts().contains("metadata") ? null : now.metadata(),
                    stateAt(then.revoked(), issued.expiresAt(), moment));
        }
    }

    List<KeyRow> keys(String after, int limit) {
        return sql.sql(COLUMNS + " where id > ? order by id limit ?")
                .params(after, limit + 1)
                .query(this::row)
                .list();
    }

    Optional<KeyRow> key(String id) {
        return sql.sql(COLUMNS + " where id = ?").param(id).query(this::row).optional();
    }

    private KeyRow row(ResultSet row, int number) throws SQLException {
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        Instant expiresAt = expires == null ? null : expires.toInstant();
        return new KeyRow(
                row.getString("id"),
                row.getString("org"),
                row.getString("team"),
                row.getString("project"),
                row.getString("name"),
                List.of((String[]) row.getArray("aliases").getArray()),
                expiresAt,
                row.getString("metadata"),
                stateAt(row.getBoolean("revoked"), expiresAt, clock.instant()));
    }

    private static KeyState stateAt(boolean revoked, @Nullable Instant expiresAt, Instant moment) {
        if (revoked) {
            return KeyState.REVOKED;
        }
        boolean expired = expiresAt != null && !moment.isBefore(expiresAt);
        return expired ? KeyState.EXPIRED : KeyState.ACTIVE;
    }
}
