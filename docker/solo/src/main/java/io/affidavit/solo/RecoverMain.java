package io.affidavit.solo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.affidavit.solo.data.StartRefused;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Entry of `./affidavit recover`.
public final class RecoverMain {

    private static final int REFUSED = 1;

    private RecoverMain() {}

    /// Declares a loss and ends.
    public static void main(String[] words) {
        // The driver and Flyway tell at length what one line says better.
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
        try {
            RecoverArguments arguments =
                    RecoverArguments.parse(List.of(words), System.getenv("AFFIDAVIT_DATA"));
            System.out.print(
                    arguments == null ? RecoverArguments.USAGE : new Recovery(arguments).run());
        } catch (StartRefused e) {
            System.err.println("affidavit recover: " + e.getMessage());
            System.exit(REFUSED);
        }
    }
}
