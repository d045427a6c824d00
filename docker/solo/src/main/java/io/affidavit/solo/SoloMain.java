package io.affidavit.solo;

import io.affidavit.solo.data.StartRefused;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Entry of `./affidavit start`: all four servers and their database in one process.
public final class SoloMain {

    private static final int REFUSED = 1;

    private SoloMain() {}

    /// Runs until SIGINT or SIGTERM.
    public static void main(String[] words) throws InterruptedException {
        // Boot would otherwise replace the configuration that logs to standard error.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        // A renegotiation costs us more than the client; TLS 1.3 has none.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install(); // Tomcat logs through java.util.logging
        try {
            Arguments arguments = Arguments.parse(List.of(words), System.getenv("AFFIDAVIT_DATA"));
            if (arguments.help()) {
                System.out.print(Arguments.USAGE);
                return;
            }
            Solo solo = new Solo(arguments);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(solo), "shutdown"));
            System.out.println(solo.start());
            new CountDownLatch(1).await(); // until the shutdown hook halts the process
        } catch (StartRefused e) {
            System.err.println("affidavit: " + e.getMessage());
            System.exit(REFUSED);
        } catch (RuntimeException e) {
            Logger log = LoggerFactory.getLogger(SoloMain.class);
            log.error("the start failed", e);
            System.exit(REFUSED);
        }
    }

    /// The JVM would report the signal (143); an orderly end that was asked for is a success.
    private static void end(Solo solo) {
        solo.stop();
        Runtime.getRuntime().halt(solo.wasReady() ? 0 : REFUSED);
    }
}
