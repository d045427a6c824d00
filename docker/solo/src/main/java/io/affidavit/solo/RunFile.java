package io.affidavit.solo;

import io.affidavit.solo.data.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// `run.json`: what the running process says of itself, for `status` and `stop`, which run in
/// processes of their own. It may be left behind by a killed process, so only the lock of the data
/// directory (an exclusive `fcntl` lock on the file `lock`) tells whether it is true.
///
/// The members are those of `status --json`; that adds what has to be asked anew each time.
final class RunFile {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    RunFile(Path file) {
        this.file = file;
    }

    void write(State state) {
        SecretFile.write(file, JSON.writeValueAsString(state) + "\n");
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param state `starting`, `ready` or `stopping`
    /// @param pid the process
    /// @param dataDirectory absolute path
    /// @param dataUrl where applications call; `null` until ready
    /// @param controlUrl where operators call; `null` until ready
    /// @param tls what our ports prove who they are with; `null` where they speak plain HTTP
    /// @param database the server that holds the log; `null` until it runs
    record State(
            String state,
            long pid,
            String dataDirectory,
            @Nullable String dataUrl,
            @Nullable String controlUrl,
            @Nullable Tls tls,
            @Nullable Database database) {}

    /// @param certificate file with the chain that our ports show now
    /// @param problem why newer files are not used; `null` while there is none
    record Tls(String certificate, @Nullable String problem) {}

    /// @param kind `embedded` or `external`
    /// @param url JDBC URL without credentials
    /// @param host address it listens on
    /// @param port TCP port it listens on
    /// @param name the house's database
    /// @param superuser the login that may do anything; only of an embedded server
    /// @param passwordFile file with that login's password and a newline
    /// @param passwords directory with a file `<role>.password` for each role that serves
    record Database(
            String kind,
            String url,
            String host,
            int port,
            String name,
            @Nullable String superuser,
            @Nullable String passwordFile,
            String passwords) {

        boolean isExternal() {
            return kind.equals("external");
        }
    }
}
