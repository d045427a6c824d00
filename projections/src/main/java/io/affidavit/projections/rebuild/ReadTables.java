package io.affidavit.projections.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.common.DateTimeUtils;

/// All read tables together.
public final class ReadTables {

    /// First of all, so that whatever another node's processor has under way is committed before
    /// the rows go, or not at all: it meets a claim that is not its own. That claim ends like one
    /// of a dead node.
    private static final String BEGIN_ANEW =
            """
            update read.token set token = null, tokentype = null, timestamp = ?,
                owner = case when owner is null then null else 'rebuild' end
            """;

    /// Everything that the projector writes, and nothing of the migrations'.
    private static final String TABLES =
            """
            select quote_ident(tablename) from pg_tables
            where schemaname = 'read' and tablename <> 'token'
                and has_table_privilege(format('%I.%I', schemaname, tablename), 'delete')
            order by tablename
            """;

    private ReadTables() {}

    /// Removes every row and every position, in one transaction. The processors begin at the first
    /// record of the log again, on whatever node they work.
    ///
    /// @param projector opens connections of the projector's role
    public static void empty(DataSource projector) throws SQLException {
        try (Connection connection = projector.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement begin = connection.prepareStatement(BEGIN_ANEW)) {
                begin.setString(1, DateTimeUtils.formatInstant(Instant.now()));
                begin.executeUpdate();
            }
            for (String table : tables(connection)) {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("delete from read." + table);
                }
            }
            connection.commit();
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}
