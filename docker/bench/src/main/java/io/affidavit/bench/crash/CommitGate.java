package io.affidavit.bench.crash;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Stops the appender where it is most vulnerable: a deferred trigger runs when a transaction
/// commits, after everything is written, and waits as long as this gate holds an advisory lock.
///
/// @param connection holds the lock while the gate is shut
record CommitGate(Connection connection) implements AutoCloseable {

    private static final long LOCK = 7_741_020_117L;

    /// Puts the trigger in place, for as long as the database lives.
    static void install(House house) throws SQLException {
        try (Connection connection = house.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema crash_test");
            statement.execute("grant usage on schema crash_test to public");
            statement.execute(
                    """
                    create function crash_test.wait() returns trigger language plpgsql as $$
                    begin
                        perform pg_advisory_xact_lock_shared(%d);
                        return null;
                    end $$\
                    """
                            .formatted(LOCK));
            statement.execute(
                    """
                    create constraint trigger crash_test_wait after insert on evidence.record
                    deferrable initially deferred for each row
                    when (new.type = 'call.completed') execute function crash_test.wait()\
                    """);
        }
    }

    /// Shuts the gate and returns when an append stands before it, its records written.
    static CommitGate shut(House house) throws SQLException, InterruptedException {
        CommitGate gate = new CommitGate(house.superuser().getConnection());
        try (Statement statement = gate.connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
        }
        Deadline deadline = Deadline.seconds(30);
        while (!gate.somebodyWaits()) {
            deadline.pause("no append came to the gate");
        }
        return gate;
    }

    private boolean somebodyWaits() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select exists (select from pg_locks where locktype = 'advisory'"
                                        + " and not granted)")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    /// Opens the gate: what waits commits.
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
