package io.affidavit.query.access;

import io.affidavit.query.access.AccessViews.OrganizationView;
import io.affidavit.query.access.AccessViews.ProjectView;
import io.affidavit.query.access.AccessViews.TeamView;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of organizations, teams and projects. Lists give one row more than asked for.
public final class AccessReader {

    private static final RowMapper<OrganizationView> ORGANIZATION_ROW =
            new SimplePropertyRowMapper<>(OrganizationView.class);
    private static final RowMapper<TeamView> TEAM_ROW =
            new SimplePropertyRowMapper<>(TeamView.class);
    private static final RowMapper<ProjectView> PROJECT_ROW =
            new SimplePropertyRowMapper<>(ProjectView.class);

    private static final String STATE =
            ", case when archived then 'archived' else 'active' end as state";
    private static final String ORGANIZATIONS =
            "select id, name, time_zone, content" + STATE + " from read.organization ";
    private static final String TEAMS =
            "select org as org_id, id, name" + STATE + " from read.team ";
    private static final String PROJECTS =
            "select org as org_id, team as team_id, id, name" + STATE + " from read.project ";

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public AccessReader(JdbcClient sql) {
        this.sql = sql;
    }

    List<OrganizationView> organizations(String after, int limit) {
        return sql.sql(ORGANIZATIONS + "where id > ? order by id limit ?")
                .params(after, limit + 1)
                .query(ORGANIZATION_ROW)
                .list();
    }

    Optional<OrganizationView> organization(String id) {
        return sql.sql(ORGANIZATIONS + "where id = ?").param(id).query(ORGANIZATION_ROW).optional();
    }

    List<TeamView> teams(String afterOrganization, String afterTeam, int limit) {
        return sql.sql(TEAMS + "where (org, id) > (?, ?) order by org, id limit ?")
                .params(afterOrganization, afterTeam, limit + 1)
                .query(TEAM_ROW)
                .list();
    }

    Optional<TeamView> team(String organization, String id) {
        return sql.sql(TEAMS + "where org = ? and id = ?")
                .params(organization, id)
                .query(TEAM_ROW)
                .optional();
    }

    List<ProjectView> projects(List<String> after, int limit) {
        return sql.sql(
                        PROJECTS
                                + "where (org, team, id) > (?, ?, ?)"
                                + " order by org, team, id limit ?")
                .params(after)
                .param(limit + 1)
                .query(PROJECT_ROW)
                .list();
    }

    Optional<ProjectView> project(String organization, String team, String id) {
        return sql.sql(PROJECTS + "where org = ? and team = ? and id = ?")
                .params(organization, team, id)
                .query(PROJECT_ROW)
                .optional();
    }
}
