package io.affidavit.solo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.affidavit.solo.data.StartRefused;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Entry of `./affidavit db`.
public final class DatabaseMain {

    private static final int FAILED = 1;

    private DatabaseMain() {}

    /// Sets an external database up and ends.
    public static void main(String[] words) {
        // The driver and Flyway tell at length what one line says better.
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
        try {
            DatabaseArguments arguments =
                    DatabaseArguments.parse(List.of(words), System.getenv("AFFIDAVIT_DATA"));
            System.out.print(
                    arguments == null ? DatabaseArguments.USAGE : DatabaseInit.run(arguments));
        } catch (StartRefused e) {
            System.err.println("affidavit db: " + e.getMessage());
            System.exit(FAILED);
        } catch (SQLException e) {
            System.err.println("affidavit db: the database refuses: " + e.getMessage());
            System.exit(FAILED);
        }
    }
}
