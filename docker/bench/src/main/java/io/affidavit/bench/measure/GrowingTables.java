package io.affidavit.bench.measure;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// What is only ever added to.
public final class GrowingTables {

    private static final List<String> ALL = List.of("evidence.record", "evidence.part");

    private GrowingTables() {}

    /// Leaves them unvacuumed from now on. That comes once in hundreds of thousands of records and
    /// takes half a minute of a core, so one short window would see it and the next would not.
    ///
    /// @param connection the superuser's
    public static void holdOffVacuum(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : ALL) {
                statement.execute("alter table " + table + " set (autovacuum_enabled = false)");
            }
        }
    }
}
