package io.affidavit.solo.database;

import io.affidavit.solo.data.SecretFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.util.PasswordUtil;

/// Makes the house's roles and database on a server, as its superuser. Running it again repairs
/// what is missing and changes nothing else.
public final class Provisioning {

    /// The name of the house's database.
    public static final String DATABASE = "affidavit";

    private static final String ENCODING = "scram-sha-256";

    private Provisioning() {}

    /// @param superuser opens connections to the database `postgres`
    /// @param passwords directory of the roles' password files, made where missing
    public static void run(DataSource superuser, Path passwords) throws SQLException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            for (Role role : Role.values()) {
                provide(connection, role, role.passwordFile(passwords));
            }
            if (!exists(connection, "select 1 from pg_database where datname = ?", DATABASE)) {
                statement.execute(
                        "create database "
                                + DATABASE
                                + " owner "
                                + Role.OWNER.login()
                                + " template template0");
            }
            statement.execute("revoke all on database " + DATABASE + " from public");
            for (Role role : Role.values()) {
                statement.execute("grant connect on database " + DATABASE + " to " + role.login());
            }
        }
    }

    private static void provide(Connection connection, Role role, Path passwordFile)
            throws SQLException {
        boolean known = create(connection, role, "login");
        if (known && Files.exists(passwordFile)) {
            return;
        }
        setPassword(connection, role, SecretFile.readOrCreate(passwordFile));
    }

    /// Makes a role where it is missing.
    ///
    /// @return whether it was there
    static boolean create(Connection connection, Role role, String login) throws SQLException {
        if (exists(connection, "select 1 from pg_roles where rolname = ?", role.login())) {
            return true;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("create role " + role.login() + " " + login + " noinherit");
            if (role == Role.READER || role == Role.DISCLOSER) {
                statement.execute(
                        "alter role " + role.login() + " set default_transaction_read_only = on");
            }
        }
        return false;
    }

    /// The password travels as a scram verifier, so the server never sees it, not even in its log.
    static void setPassword(Connection connection, Role role, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    PasswordUtil.genAlterUserPasswordSQL(
                            role.login(), password.toCharArray(), ENCODING));
        }
    }

    static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
