package io.affidavit.solo;

import io.affidavit.solo.data.StartRefused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words after `./affidavit start`.
///
/// @param data the data directory
/// @param port port of the data plane; 0 for any free one, `null` where nothing was said
/// @param controlPort port of the control plane; likewise
/// @param bind address that both ports listen on; likewise
/// @param database JDBC URL of an external database; `null` where nothing was said
/// @param rebuild whether the read tables are written again from the log
/// @param help whether only the usage is wanted
record Arguments(
        Path data,
        @Nullable Integer port,
        @Nullable Integer controlPort,
        @Nullable String bind,
        @Nullable String database,
        boolean rebuild,
        boolean help) {

    static final String USAGE =
            """
            usage: ./affidavit start [--data DIR] [--port 8080] [--control-port 8090]
                                     [--bind 127.0.0.1] [--database JDBC_URL]
                                     [--rebuild] [--detach]

              --data DIR           the data directory; else AFFIDAVIT_DATA, else ./data
              --port N             port of the data plane, 0 for any free one
              --control-port N     port of the control plane, 0 for any free one
              --bind ADDRESS       address that both ports listen on; beyond loopback the control
                                   plane needs TLS (docs/tls.md)
              --database JDBC_URL  an external database that ./affidavit db init has set up; no server is
                                   started here
              --rebuild            empties the read tables and writes them again from the log; ready when
                                   that is done, with its progress on standard error
              --detach             return as soon as it is ready; exit 1 with the reason if it fails

            Runs until SIGINT or SIGTERM, then lets open calls end (at most 20 s).
            """;

    private static final int MAX_PORT = 65_535;

    /// Reads `words`; each option takes its value as the next word or after `=`.
    ///
    /// @param environmentData the value of `AFFIDAVIT_DATA`, if any
    /// @throws StartRefused when a word is not understood
    static Arguments parse(List<String> words, @Nullable String environmentData) {
        String data = environmentData == null ? "data" : environmentData;
        Integer port = null;
        Integer controlPort = null;
        String bind = null;
        String database = null;
        boolean rebuild = false;
        boolean help = false;
        Deque<String> rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            String word = rest.pop();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals > 0) {
                rest.push(word.substring(equals + 1));
                word = word.substring(0, equals);
            }
            switch (word) {
                case "--data" -> data = value(word, rest);
                case "--port" -> port = port(word, value(word, rest));
                case "--control-port" -> controlPort = port(word, value(word, rest));
                case "--bind" -> bind = address(word, value(word, rest));
                case "--database" -> database = value(word, rest);
                case "--rebuild" -> rebuild = true;
                case "--help", "-h" -> help = true;
                case "--detach" -> {} // the launcher's business
                default -> throw new StartRefused(word + ": not understood\n" + USAGE);
            }
        }
        return new Arguments(Path.of(data), port, controlPort, bind, database, rebuild, help);
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new StartRefused(option + ": needs a value\n" + USAGE);
        }
        return rest.pop();
    }

    private static String address(String option, String text) {
        try {
            if (!text.isBlank()) {
                return InetAddress.getByName(text).getHostAddress();
            }
        } catch (UnknownHostException e) { // told below
        }
        throw new StartRefused(option + ": " + text + " (expected: an address of this machine)");
    }

    private static Integer port(String option, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) { // told below
        }
        throw new StartRefused(option + ": " + text + " (expected: 0 to " + MAX_PORT + ")");
    }
}
