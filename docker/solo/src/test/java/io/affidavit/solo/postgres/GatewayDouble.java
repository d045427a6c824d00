package io.affidavit.solo.postgres;

import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.DirectoryLock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/// A process of its own that holds a data directory and its server as the gateway does, says
/// `ready` and waits to be killed.
final class GatewayDouble {

    private GatewayDouble() {}

    @SuppressWarnings("resource") // dies with the process: that is the point
    public static void main(String[] arguments) throws Exception {
        DataDirectory directory = DataDirectory.open(Path.of(arguments[0]));
        DirectoryLock lock = DirectoryLock.take(directory);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
        try (Connection connection = postgres.superuser("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (id int)");
            statement.execute("insert into kept values (1)");
        }
        System.out.println("ready");
        new CountDownLatch(1).await();
        lock.close();
    }
}
