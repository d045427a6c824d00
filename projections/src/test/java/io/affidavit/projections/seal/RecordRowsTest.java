package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.RecordTemplate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordRowsTest {

    private static final int CALLS = 500;

    @Test
    void rareRecordsAreFoundByTheirIndexThoughTheServerKnowsNothingOfTheLog(@TempDir Path directory)
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

    @Test
    void aRowLargerThanAnyRecordIsCutAndIsNotTheRecordThatItsLeafSays(@TempDir Path directory)
            throws Exception {
        try (SealHouse house = new SealHouse(directory);
                Connection connection =
                        house.database.database().dataSource("affidavit_sealer").getConnection()) {
            house.appendUpTo(3);
            house.sql.execute("alter table evidence.record disable trigger user");
            house.sql.update(
                    "update evidence.record set rec = x, leaf = sha256('\\x00'::bytea || x)"
                            + " from (select convert_to(repeat('a', ?), 'UTF8') x) large"
                            + " where pos = 1",
                    RecordTemplate.MAX_BYTES + 2);
            List<RecordRow> rows = new ArrayList<>();

            new RecordRows(connection, (short) 0).read(0, 3, rows::add);

            assertThat(rows).extracting(RecordRow::position).containsExactly(0L, 1L, 2L);
            assertThat(rows.get(1).record()).hasSize(RecordTemplate.MAX_BYTES + 1);
            assertThat(rows.get(1).leaf()).isNotEqualTo(rows.get(1).stored());
            assertThat(rows.get(2).leaf()).isEqualTo(rows.get(2).stored());
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
