package io.affidavit.solo.database;

import io.affidavit.solo.data.StartRefused;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// An administrator's login to an external database; it is used and forgotten.
public final class AdminLogin {

    private final DatabaseAddress address;
    private final String user;
    private final @Nullable String password;

    private AdminLogin(DatabaseAddress address, String user, @Nullable String password) {
        this.address = address;
        this.user = user;
        this.password = password;
    }

    /// Reads a JDBC URL with a user, and perhaps a password, in it.
    public static AdminLogin parse(String url) {
        PGSimpleDataSource parsed = DatabaseAddress.source(url);
        String user = parsed.getUser();
        if (user == null || user.isEmpty()) {
            throw new StartRefused(
                    "--admin-url names no user (expected: jdbc:postgresql://HOST:PORT/NAME?user=ADMIN)");
        }
        return new AdminLogin(DatabaseAddress.withoutLogin(url), user, parsed.getPassword());
    }

    /// The same with another password; none leaves it to the driver.
    public AdminLogin with(@Nullable String other) {
        return new AdminLogin(address, user, other);
    }

    /// Whether the URL carried one.
    public boolean hasPassword() {
        return password != null;
    }

    /// Who it is.
    public String user() {
        return user;
    }

    /// The database, without the login.
    public DatabaseAddress address() {
        return address;
    }

    /// Opens unpooled connections.
    public DataSource source() {
        return address.as(user, password);
    }
}
