package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RareRecordsTest {

    private static final int CALLS = 500;

    @Test
    void areFoundByTheirIndexThoughTheServerKnowsNothingOfTheLog(@TempDir Path directory)
            throws Exception {
        try (SealHouse house = new SealHouse(directory);
                Connection connection =
                        house.database.database().dataSource("affidavit_sealer").getConnection();
                Statement statement = connection.createStatement()) {
            house.appendUpTo(CALLS);
            connection.setAutoCommit(false);
            RecordRows records = new RecordRows(connection, (short) 0);
            records.findByIndex();

            long before = touched(statement);
            assertThat(records.allOf(List.of("log.opened", "log.key_added"))).hasSize(1);
            assertThat(records.ofType("log.opened")).hasSize(1);

            assertThat(touched(statement) - before).isEqualTo(2);
        }
    }

    /// Rows that this transaction has looked at so far.
    private static long touched(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables"
                                + " where schemaname = 'evidence' and relname = 'record'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
