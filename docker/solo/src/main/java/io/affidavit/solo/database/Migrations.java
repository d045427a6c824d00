package io.affidavit.solo.database;

import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.data.StartRefused;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/// Brings every schema to the version that this build knows, as their owner. Each writer's schema
/// has its own migrations (`db/<schema>`) and its own history table.
public final class Migrations {

    private static final List<String> SCHEMAS = List.of("evidence", "vault", "read");

    private final DataSource owner;

    private Migrations(DataSource owner) {
        this.owner = owner;
    }

    /// @param url JDBC URL of the house's database
    /// @param passwords directory of the roles' password files
    public static Migrations of(String url, Path passwords) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(Role.OWNER.login());
        source.setPassword(SecretFile.read(Role.OWNER.passwordFile(passwords)));
        return new Migrations(source);
    }

    /// Runs what is due.
    ///
    /// @throws StartRefused when a schema is not what an earlier version of the house left
    public void run() {
        for (String schema : SCHEMAS) {
            try {
                Flyway.configure()
                        .dataSource(owner)
                        .locations("classpath:db/" + schema)
                        .schemas(schema)
                        .table("migration")
                        .failOnMissingLocations(true)
                        .load()
                        .migrate();
            } catch (FlywayException e) {
                throw new StartRefused("schema " + schema + ": " + e.getMessage(), e);
            }
        }
    }

    /// Whether any record was ever written: from then on the keys must be the ones it was made
    /// with.
    public boolean logIsEmpty() throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select exists (select 1 from evidence.record)")) {
            rows.next();
            return !rows.getBoolean(1);
        }
    }
}
