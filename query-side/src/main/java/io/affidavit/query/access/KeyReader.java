package io.affidavit.query.access;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.affidavit.schemas.access.KeyState;
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
                state(row.getBoolean("revoked"), expiresAt));
    }

    private KeyState state(boolean revoked, @Nullable Instant expiresAt) {
        if (revoked) {
            return KeyState.REVOKED;
        }
        boolean expired = expiresAt != null && !clock.instant().isBefore(expiresAt);
        return expired ? KeyState.EXPIRED : KeyState.ACTIVE;
    }
}
