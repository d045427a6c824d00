package io.affidavit.solo;

import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.data.StartRefused;
import io.affidavit.solo.database.AdminLogin;
import io.affidavit.solo.database.ExternalSetup;
import java.io.Console;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `./affidavit db init`.
final class DatabaseInit {

    private DatabaseInit() {}

    /// Sets the database up.
    ///
    /// @return what to tell whoever asked for it
    static String run(DatabaseArguments arguments) throws SQLException {
        AdminLogin admin = AdminLogin.parse(arguments.adminUrl());
        AdminLogin login = admin.hasPassword() ? admin : admin.with(password(arguments, admin));
        DataDirectory data = DataDirectory.open(arguments.data());
        ExternalSetup.Outcome outcome =
                new ExternalSetup(login.address(), login.source(), data.databaseLogins())
                        .run(arguments.newPasswords());
        return text(login, data, outcome);
    }

    private static @Nullable String password(DatabaseArguments arguments, AdminLogin admin) {
        if (arguments.adminPasswordFile() != null) {
            return SecretFile.read(arguments.adminPasswordFile());
        }
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> ask(console, admin.user()))
                .orElse(null); // the driver looks into ~/.pgpass by itself
    }

    private static String ask(Console console, String user) {
        char[] typed = console.readPassword("Password of %s: ", user);
        if (typed == null) {
            throw new StartRefused("no password was given");
        }
        return new String(typed);
    }

    private static String text(
            AdminLogin login, DataDirectory data, ExternalSetup.Outcome outcome) {
        String name = login.address().name();
        String done =
                outcome.migrations() > 0
                        ? "Database " + name + " is set up.\n"
                        : "Database " + name + " was set up already.\n";
        String logins =
                outcome.newLogins()
                        ? "The nodes' logins are in " + data.databaseLogins() + " now.\n"
                        : "";
        return done
                + logins
                + """

                The first node:

                  ./affidavit start --database '%s'%s

                A further node needs copies of %s, keys/ and operator.token
                of the first one in its own data directory.
                """
                        .formatted(
                                login.address().url(),
                                " --data '" + data.root() + "'",
                                data.databaseLogins().getFileName());
    }
}
