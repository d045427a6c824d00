package io.affidavit.command.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// Holds the head's lock, so that appends pile up behind the one that waits for it.
final class Blockade implements AutoCloseable {

    private final Connection connection;
    private final List<Thread> callers = new ArrayList<>();

    private Blockade(Connection connection) {
        this.connection = connection;
    }

    static Blockade of(TestLog logs) throws SQLException {
        Connection connection = logs.database.superuser().getConnection();
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement()) {
            lock.execute("select size from evidence.head for update");
        }
        return new Blockade(connection);
    }

    /// Runs an append on a thread of its own and returns when that thread waits for it.
    CompletableFuture<Void> behind(Runnable append) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        Thread caller =
                new Thread(() -> {
                    try {
                        append.run();
                        outcome.complete(null);
                    } catch (RuntimeException e) {
                        outcome.completeExceptionally(e);
                    }
                });
        caller.start();
        callers.add(caller);
        while (!(LockSupport.getBlocker(caller) instanceof Append) && caller.isAlive()) {
            Thread.onSpinWait();
        }
        return outcome;
    }

    /// Lets the appends go.
    void lift() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
