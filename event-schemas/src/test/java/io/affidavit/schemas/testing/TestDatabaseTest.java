package io.affidavit.schemas.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

    @Test
    void givesEachCallerADatabaseOfItsOwn() throws SQLException {
        try (TestDatabase one = TestDatabase.create();
                TestDatabase other = TestDatabase.create()) {
            one.execute("create table only_here (id int)");
            assertThat(tables(one)).isEqualTo(1);
            assertThat(tables(other)).isZero();
        }
    }

    @Test
    void letsTheOwnerCreateSchemasAndNobodyElse() throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            run(database.dataSource("affidavit_owner"), "create schema evidence");
            assertThatThrownBy(() ->
                            run(database.dataSource("affidavit_writer"), "create schema mine"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    private static long tables(TestDatabase database) throws SQLException {
        try (Connection connection = database.superuserDataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select count(*) from pg_tables where tablename = 'only_here'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
