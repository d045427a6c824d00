package io.affidavit.solo;

import io.affidavit.solo.RunFile.Database;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.database.Role;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// Connections for what happens before the servers are there, or instead of them.
final class Login {

    private Login() {}

    /// Opens connections as a role.
    static DataSource of(Database database, Role role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(database.url());
        source.setUser(role.login());
        source.setPassword(SecretFile.read(role.passwordFile(Path.of(database.passwords()))));
        return source;
    }
}
