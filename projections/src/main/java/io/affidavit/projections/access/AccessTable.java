package io.affidavit.projections.access;

import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeRenamed;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

    void change(OrganizationChanged event, @Nullable String name) {
        sql.sql(
                        """
                        update read.organization set time_zone = ?, content = ?,
                            name = coalesce(?, name)
                        where id = ?
                        """)
                .param(event.timeZone())
                .param(event.content().code())
                .param(name)
                .param(event.organization().value())
                .update();
    }

    void rename(ScopeRenamed event, @Nullable String name) {
        update(
                "name = coalesce(?, name)",
                name,
                event.organization(),
                event.team(),
                event.project());
    }

    void archive(ScopeArchived event) {
        update("archived = ?", true, event.organization(), event.team(), event.project());
    }

    private void update(
            String assignment,
            @Nullable Object value,
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project) {
        List<String> ids =
                Stream.of(organization, team, project)
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .toList();
        String where =
                switch (ids.size()) {
                    case 1 -> "read.organization set %s where id = ?";
                    case 2 -> "read.team set %s where org = ? and id = ?";
                    default -> "read.project set %s where org = ? and team = ? and id = ?";
                };
        sql.sql("update " + where.formatted(assignment)).param(value).params(ids).update();
    }

    /// What stands outside the record; `null` for what it does not have.
    record KeyTexts(@Nullable String name, @Nullable String metadata, @Nullable String tags) {}

    void put(VirtualKeyIssued event, KeyTexts texts) {
        sql.sql(
                        """
                        insert into read.virtual_key
                            (id, org, team, project, name, metadata, tags, mac, origin, aliases,
                             surfaces, content, expires_at, blocked, revoked)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, false)
                        """)
                .param(event.key().value())
                .param(event.organization().value())
                .param(event.team() == null ? null : event.team().value())
                .param(event.project() == null ? null : event.project().value())
                .param(texts.name())
                .param(texts.metadata())
                .param(texts.tags())
                .param(event.mac())
                .param(event.origin().code())
                .param(event.aliases().toArray(String[]::new))
                .param(event.surfaces().toArray(String[]::new))
                .param(event.content() == null ? null : event.content().code())
                .param(utc(event.expiresAt()))
                .update();
    }

    /// A text that is neither new nor cleared stays.
    void change(VirtualKeyChanged event, KeyTexts texts) {
        sql.sql(
                        """
                        update read.virtual_key set team = ?, project = ?, aliases = ?,
                            surfaces = ?, content = ?, expires_at = ?,
                            name = case when ? then null else coalesce(?, name) end,
                            metadata = case when ? then null else coalesce(?, metadata) end,
                            tags = case when ? then null else coalesce(?, tags) end
                        where id = ?
                        """)
                .param(event.team() == null ? null : event.team().value())
                .param(event.project() == null ? null : event.project().value())
                .param(event.aliases().toArray(String[]::new))
                .param(event.surfaces().toArray(String[]::new))
                .param(event.content() == null ? null : event.content().code())
                .param(utc(event.expiresAt()))
                .param(event.cleared().contains("name"))
                .param(texts.name())
                .param(event.cleared().contains("metadata"))
                .param(texts.metadata())
                .param(event.cleared().contains("tags"))
                .param(texts.tags())
                .param(event.key().value())
                .update();
    }

    void rotate(VirtualKeyRotated event) {
        sql.sql(
                        """
                        update read.virtual_key set mac = ?, grace_mac = ?, grace_until = ?
                        where id = ?
                        """)
                .param(event.mac())
                .param(event.graceMac())
                .param(utc(event.graceUntil()))
                .param(event.key().value())
                .update();
    }

    void block(VirtualKeyId key, boolean blocked) {
        sql.sql("update read.virtual_key set blocked = ? where id = ?")
                .param(blocked)
                .param(key.value())
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
