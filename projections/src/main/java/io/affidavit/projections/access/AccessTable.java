package io.affidavit.projections.access;

import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of [AccessProjection].
public final class AccessTable {

    private final JdbcClient sql;

    /// Writes with the projector's connection.
    public AccessTable(JdbcClient sql) {
        this.sql = sql;
    }

    void put(OrganizationRegistered event, @Nullable String name) {
        sql.sql(
                        """
                        insert into read.organization (id, name, time_zone, content)
                        values (?, ?, ?, ?)
                        """)
                .param(event.organization().value())
                .param(name)
                .param(event.timeZone())
                .param(event.content().code())
                .update();
    }

    void put(TeamRegistered event, @Nullable String name) {
        sql.sql("insert into read.team (org, id, name) values (?, ?, ?)")
                .param(event.organization().value())
                .param(event.team().value())
                .param(name)
                .update();
    }

    void put(ProjectRegistered event, @Nullable String name) {
        sql.sql("insert into read.project (org, team, id, name) values (?, ?, ?, ?)")
                .param(event.organization().value())
                .param(event.team().value())
                .param(event.project().value())
                .param(name)
                .update();
    }

    void put(VirtualKeyIssued event, @Nullable String name, @Nullable String metadata) {
        sql.sql(
                        """
                        insert into read.virtual_key
                            (id, org, team, project, name, metadata, mac, aliases, expires_at,
                             revoked)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, false)
                        """)
                .param(event.key().value())
                .param(event.organization().value())
                .param(event.team() == null ? null : event.team().value())
                .param(event.project() == null ? null : event.project().value())
                .param(name)
                .param(metadata)
                .param(event.mac())
                .param(event.aliases().toArray(String[]::new))
                .param(utc(event.expiresAt()))
                .update();
    }

    void revoke(VirtualKeyRevoked event) {
        sql.sql("update read.virtual_key set revoked = true where id = ?")
                .param(event.key().value())
                .update();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
