package io.affidavit.query.access;

import io.affidavit.query.access.AccessViews.OrganizationView;
import io.affidavit.query.access.AccessViews.ProjectView;
import io.affidavit.query.access.AccessViews.TeamView;
import io.affidavit.query.web.ReachSql;
import io.affidavit.schemas.access.Reach;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of organizations, teams and projects. Lists give one row more than asked for. What lies
/// out of reach is not there.
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

    List<OrganizationView> organizations(String after, int limit, @Nullable Reach reach) {
        return organizations("id > :after", reach)
                .param("after", after)
                .param("limit", limit + 1)
                .query(ORGANIZATION_ROW)
                .list();
    }

    Optional<OrganizationView> organization(String id, @Nullable Reach reach) {
        return organizations("id = :id", reach)
                .param("id", id)
                .param("limit", 1)
                .query(ORGANIZATION_ROW)
                .optional();
    }

    private JdbcClient.StatementSpec organizations(String which, @Nullable Reach reach) {
        return statement(
                ORGANIZATIONS
                        + "where "
                        + which
                        + ReachSql.and(reach, "id", ReachSql.NONE, ReachSql.NONE)
                        + " order by id limit :limit",
                reach);
    }

    List<TeamView> teams(List<String> after, int limit, @Nullable Reach reach) {
        return teams("(org, id) > (:org, :id)", after, limit + 1, reach).list();
    }

    Optional<TeamView> team(String organization, String id, @Nullable Reach reach) {
        return teams("org = :org and id = :id", List.of(organization, id), 1, reach).optional();
    }

    private JdbcClient.MappedQuerySpec<TeamView> teams(
            String which, List<String> path, int limit, @Nullable Reach reach) {
        return statement(
                        TEAMS
                                + "where "
                                + which
                                + ReachSql.and(reach, "org", "id", ReachSql.NONE)
                                + " order by org, id limit :limit",
                        reach)
                .param("org", path.get(0))
                .param("id", path.get(1))
                .param("limit", limit)
                .query(TEAM_ROW);
    }

    List<ProjectView> projects(List<String> after, int limit, @Nullable Reach reach) {
        return projects("(org, team, id) > (:org, :team, :id)", after, limit + 1, reach).list();
    }

    Optional<ProjectView> project(List<String> path, @Nullable Reach reach) {
        return projects("org = :org and team = :team and id = :id", path, 1, reach).optional();
    }

    private JdbcClient.MappedQuerySpec<ProjectView> projects(
            String which, List<String> path, int limit, @Nullable Reach reach) {
        return statement(
                        PROJECTS
                                + "where "
                                + which
                                + ReachSql.and(reach, "org", "team", "id")
                                + " order by org, team, id limit :limit",
                        reach)
                .param("org", path.get(0))
                .param("team", path.get(1))
                .param("id", path.get(2))
                .param("limit", limit)
                .query(PROJECT_ROW);
    }

    private JdbcClient.StatementSpec statement(String query, @Nullable Reach reach) {
        return sql.sql(query).params(ReachSql.parameters(reach));
    }
}
