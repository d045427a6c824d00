package io.affidavit.solo.database;

import io.affidavit.solo.data.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// Sets up a database that somebody else runs, with an administrator's login that is then not kept:
/// roles, grants, schemas. Running it again repairs what is missing and takes nothing back; a role
/// that may do more than it should is named instead of used.
public final class ExternalSetup {

    private static final String INVALID_PASSWORD = "28P01";

    private final DatabaseAddress address;
    private final DataSource admin;
    private final Path loginsFile;

    /// @param address the database
    /// @param admin opens connections of the administrator to it
    /// @param loginsFile where the nodes' logins are kept
    public ExternalSetup(DatabaseAddress address, DataSource admin, Path loginsFile) {
        this.address = address;
        this.admin = admin;
        this.loginsFile = loginsFile;
    }

    /// What a run did.
    ///
    /// @param migrations how many were due; 0 when the database was set up already
    /// @param newLogins whether the file of logins was written
    public record Outcome(int migrations, boolean newLogins) {}

    /// Runs what is due.
    ///
    /// @param newPasswords gives every login a new password, which ends the old ones everywhere
    /// @throws StartRefused when it cannot or must not be done
    public Outcome run(boolean newPasswords) throws SQLException {
        boolean written;
        try (Connection connection = admin.getConnection()) {
            DatabaseCheck.durable(connection);
            written = provideRoles(connection, newPasswords);
            grant(connection);
        }
        int migrations = Migrations.by(admin).run();
        checkLogins(Logins.read(loginsFile));
        return new Outcome(migrations, written);
    }

    private boolean provideRoles(Connection connection, boolean newPasswords) throws SQLException {
        boolean known = create(connection);
        boolean kept = Files.exists(loginsFile);
        if (known && !kept && !newPasswords) {
            throw new StartRefused(
                    address.name()
                            + " has its logins already, and their passwords are only where they were"
                            + " made (expected: a copy of that node's "
                            + loginsFile.getFileName()
                            + " as "
                            + loginsFile
                            + ", or --new-passwords to replace them for every node)");
        }
        if (known && kept && !newPasswords) {
            return false;
        }
        Logins logins = kept && !newPasswords ? Logins.completed(loginsFile) : Logins.random();
        logins.write(loginsFile);
        for (Role role : Role.values()) {
            if (role.serves()) {
                Provisioning.setPassword(connection, role, logins.of(role));
            }
        }
        return true;
    }

    /// Makes all roles that are missing.
    ///
    /// @return whether every login was there
    private static boolean create(Connection connection) throws SQLException {
        boolean all = true;
        for (Role role : Role.values()) {
            boolean there =
                    Provisioning.create(connection, role, role.serves() ? "login" : "nologin");
            if (there && role.serves()) {
                checkHarmless(connection, role);
            }
            all &= there || !role.serves();
        }
        return all;
    }

    private static void checkHarmless(Connection connection, Role role) throws SQLException {
        String query =
                """
                select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls,
                    exists (select 1 from pg_auth_members m where m.member = r.oid)
                from pg_roles r where rolname = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, role.login());
            try (ResultSet row = statement.executeQuery()) {
                if (row.next() && (row.getBoolean(1) || row.getBoolean(2))) {
                    throw new StartRefused(
                            role.login()
                                    + " may do more than it should (expected: neither a"
                                    + " superuser's rights nor membership of another role)");
                }
            }
        }
    }

    private void grant(Connection connection) throws SQLException {
        String database = quoted(address.name());
        try (Statement statement = connection.createStatement()) {
            statement.execute("revoke all on database " + database + " from public");
            statement.execute(
                    "grant connect, create on database " + database + " to " + Role.OWNER.login());
            for (Role role : Role.values()) {
                statement.execute("grant connect on database " + database + " to " + role.login());
            }
            if (!mayBecomeOwner(statement)) {
                statement.execute("grant " + Role.OWNER.login() + " to current_user");
            }
        }
    }

    private static boolean mayBecomeOwner(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        "select rolsuper from pg_roles where rolname = current_user")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /// The passwords may have been replaced from another node.
    private void checkLogins(Logins logins) throws SQLException {
        for (Role role : Role.values()) {
            if (role.serves()) {
                try (Connection connection = address.as(role, logins).getConnection()) {
                    connection.isValid(1);
                } catch (SQLException e) {
                    if (!INVALID_PASSWORD.equals(e.getSQLState())) {
                        throw e;
                    }
                    throw new StartRefused(
                            role.login()
                                    + ": its password is not the one in "
                                    + loginsFile
                                    + " (expected: a copy of the file of the node that replaced it,"
                                    + " or --new-passwords)",
                            e);
                }
            }
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
