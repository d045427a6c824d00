package io.affidavit.command;

import io.affidavit.schemas.testing.TestDatabase;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// A fresh database with this room's schemas, as its owner would set it up.
public final class CommandDatabase implements AutoCloseable {

    private final TestDatabase database = TestDatabase.create();

    private CommandDatabase() {}

    /// Creates and migrates it.
    public static CommandDatabase create() {
        CommandDatabase made = new CommandDatabase();
        for (String schema : new String[] {"evidence", "vault"}) {
            Flyway.configure()
                    .dataSource(made.database.dataSource("affidavit_owner"))
                    .locations("classpath:db/" + schema)
                    .schemas(schema)
                    .table("migration")
                    .load()
                    .migrate();
        }
        return made;
    }

    /// Connections of the appending role.
    public DataSource writer() {
        return database.dataSource("affidavit_writer");
    }

    /// Connections of the vault's role.
    public DataSource vault() {
        return database.dataSource("affidavit_vault");
    }

    /// Connections that may do anything.
    public DataSource superuser() {
        return database.superuserDataSource();
    }

    /// The database below.
    public TestDatabase below() {
        return database;
    }

    @Override
    public void close() {
        database.close();
    }
}
