package io.affidavit.solo;

import io.affidavit.solo.data.StartRefused;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words after `./affidavit db`.
///
/// @param adminUrl JDBC URL of the database, with the administrator's user in it
/// @param adminPasswordFile file with the administrator's password, if it is in one
/// @param data the data directory
/// @param newPasswords whether every login gets a new password
record DatabaseArguments(
        String adminUrl, @Nullable Path adminPasswordFile, Path data, boolean newPasswords) {

    static final String USAGE =
            """
            usage: ./affidavit db init --admin-url JDBC_URL [--admin-password-file FILE]
                                       [--data DIR] [--new-passwords]

              --admin-url JDBC_URL        jdbc:postgresql://HOST:PORT/NAME?user=ADMIN of a database that
                                          exists; the login may make roles and owns the database
              --admin-password-file FILE  its password; else the one in the URL, else it is asked for
              --data DIR                  receives the logins for the nodes (database.passwords)
              --new-passwords             replaces every login's password, for all nodes at once

            Makes roles, grants and schemas, and brings older schemas up to date. Running it again
            changes nothing that is as it should be. No gateway keeps or needs the administrator's
            login.
            """;

    /// Reads `words`.
    ///
    /// @return null if only the usage is wanted
    /// @throws StartRefused when a word is not understood
    static @Nullable DatabaseArguments parse(List<String> words, @Nullable String environmentData) {
        Deque<String> rest = new ArrayDeque<>(words);
        if (rest.contains("--help") || rest.contains("-h")) {
            return null;
        }
        if (rest.isEmpty() || !rest.pop().equals("init")) {
            throw new StartRefused("init is the only thing to do\n" + USAGE);
        }
        String url = null;
        Path passwordFile = null;
        Path data = Path.of(environmentData == null ? "data" : environmentData);
        boolean newPasswords = false;
        while (!rest.isEmpty()) {
            String word = rest.pop();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals > 0) {
                rest.push(word.substring(equals + 1));
                word = word.substring(0, equals);
            }
            switch (word) {
                case "--admin-url" -> url = value(word, rest);
                case "--admin-password-file" -> passwordFile = Path.of(value(word, rest));
                case "--data" -> data = Path.of(value(word, rest));
                case "--new-passwords" -> newPasswords = true;
                default -> throw new StartRefused(word + ": not understood\n" + USAGE);
            }
        }
        if (url == null) {
            throw new StartRefused("--admin-url: missing\n" + USAGE);
        }
        return new DatabaseArguments(url, passwordFile, data, newPasswords);
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new StartRefused(option + ": needs a value\n" + USAGE);
        }
        return rest.pop();
    }
}
