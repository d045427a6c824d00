package io.affidavit.schemas.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// A fresh, empty PostgreSQL database for one test class.
///
/// All databases of a test JVM live on one server (see [TestServer]), which already knows the login
/// roles of the house: `affidavit_owner` (owns every database made here, so it may create schemas),
/// `affidavit_writer`, `affidavit_vault`, `affidavit_projector`, `affidavit_sealer`,
/// `affidavit_discloser` and `affidavit_reader`, all with [#PASSWORD]. Schemas, tables and grants
/// are the business of the room under test.
public final class TestDatabase implements AutoCloseable {

    /// The password of every role on the test server. The server is reachable from this machine
    /// only.
    public static final String PASSWORD = "only-for-tests";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final TestServer server;
    private final String name;

    private TestDatabase(TestServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /// Creates a database that nobody else uses, owned by `affidavit_owner`.
    public static TestDatabase create() {
        TestServer server = TestServer.running();
        String name = "test_" + NUMBER.incrementAndGet();
        server.execute("create database " + name + " owner affidavit_owner");
        server.execute("revoke temporary on database " + name + " from public");
        return new TestDatabase(server, name);
    }

    /// The name of this database on its server.
    public String name() {
        return name;
    }

    /// The JDBC URL of this database with `user` in it and no password.
    public String url(String user) {
        return url() + "?user=" + user;
    }

    /// The JDBC URL of this database without user and password.
    public String url() {
        return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + name;
    }

    /// Opens connections that may do anything: for tampering, and for looking behind the scenes.
    public DataSource superuserDataSource() {
        return dataSource(server.superuser(), server.superuserPassword());
    }

    /// Opens connections of one of the house's roles. Not pooled.
    public DataSource dataSource(String user) {
        return dataSource(user, PASSWORD);
    }

    /// Opens connections of any role. Not pooled.
    public DataSource dataSource(String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url());
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /// Runs statements as superuser, each in a transaction of its own.
    public void execute(String... statements) {
        try (Connection connection = superuserDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// Ends every connection of this database except the caller's, as a failing server would.
    public void disconnectEverybody() {
        server.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                        + name
                        + "'");
    }

    /// Removes the database, ending whatever connection is still open.
    @Override
    public void close() {
        server.execute("drop database if exists " + name + " with (force)");
    }
}
