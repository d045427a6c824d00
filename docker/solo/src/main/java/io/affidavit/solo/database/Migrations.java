package io.affidavit.solo.database;

import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.data.StartRefused;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Brings every schema to the version that this build knows, as their owner. Each writer's schema
/// has its own migrations (`db/<schema>`) and its own history table.
public final class Migrations {

    /// Each schema, and who may read its history table: the role that is refused a schema of
    /// another version when it starts.
    static final Map<String, Role> SCHEMAS =
            new TreeMap<>(
                    Map.of(
                            "evidence", Role.WRITER,
                            "read", Role.PROJECTOR,
                            "seal", Role.SEALER,
                            "vault", Role.VAULT));

    static final String HISTORY = "migration";

    private final DataSource source;
    private final @Nullable String becomeOwner;

    private Migrations(DataSource source, @Nullable String becomeOwner) {
        this.source = source;
        this.becomeOwner = becomeOwner;
    }

    /// @param url JDBC URL of the house's database
    /// @param passwords directory of the roles' password files
    public static Migrations of(String url, Path passwords) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(Role.OWNER.login());
        source.setPassword(SecretFile.read(Role.OWNER.passwordFile(passwords)));
        return new Migrations(source, null);
    }

    /// @param admin somebody who may become the owner
    static Migrations by(DataSource admin) {
        return new Migrations(admin, "set role " + Role.OWNER.login());
    }

    /// Runs what is due.
    ///
    /// @return how many migrations were due
    /// @throws StartRefused when a schema is not what an earlier version of the house left
    public int run() {
        int due = 0;
        for (Map.Entry<String, Role> schema : SCHEMAS.entrySet()) {
            try {
                due += migrate(schema.getKey());
                letRead(schema.getKey(), schema.getValue());
            } catch (FlywayException | SQLException e) {
                throw new StartRefused("schema " + schema.getKey() + ": " + e.getMessage(), e);
            }
        }
        return due;
    }

    private int migrate(String schema) {
        FluentConfiguration flyway = of(source, schema);
        if (becomeOwner != null) {
            flyway.initSql(becomeOwner);
        }
        return flyway.load().migrate().migrationsExecuted;
    }

    private void letRead(String schema, Role role) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (becomeOwner != null) {
                statement.execute(becomeOwner);
            }
            statement.execute("grant select on " + schema + "." + HISTORY + " to " + role.login());
        }
    }

    static FluentConfiguration of(DataSource source, String schema) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/" + schema)
                .schemas(schema)
                .table(HISTORY)
                .failOnMissingLocations(true);
    }

    /// Whether any record was ever written: from then on the keys must be the ones it was made
    /// with.
    public boolean logIsEmpty() throws SQLException {
        return logIsEmpty(source);
    }

    static boolean logIsEmpty(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select exists (select 1 from evidence.record)")) {
            rows.next();
            return !rows.getBoolean(1);
        }
    }
}
