package io.affidavit.solo;

import io.affidavit.solo.data.StartRefused;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words after `./affidavit recover`.
///
/// @param reason why records are given up, for the record
/// @param data the data directory
/// @param database JDBC URL of an external database; `null` for what the settings say
record RecoverArguments(String reason, Path data, @Nullable String database) {

    private static final int REASON_MAX = 1_000;

    static final String USAGE =
            """
            usage: ./affidavit recover --declare-loss --reason TEXT [--data DIR] [--database JDBC_URL]

              --declare-loss       gives up the records that were signed and are not in the database
              --reason TEXT        why, for the record (sealed, at most 1,000 characters)
              --data DIR           the data directory
              --database JDBC_URL  an external database, as for start

            For a database that was restored from a backup older than the last checkpoint, when the
            records behind the backup cannot be brought back. Compares the database with the anchor,
            ends the log where it is, and opens another one, whose first record names what was lost.
            No gateway may run. Changes nothing when nothing was lost.
            """;

    /// Reads `words`.
    ///
    /// @return null if only the usage is wanted
    /// @throws StartRefused when a word is not understood
    static @Nullable RecoverArguments parse(List<String> words, @Nullable String environmentData) {
        Deque<String> rest = new ArrayDeque<>(words);
        if (rest.contains("--help") || rest.contains("-h")) {
            return null;
        }
        boolean isDeclared = false;
        String reason = null;
        String database = null;
        Path data = Path.of(environmentData == null ? "data" : environmentData);
        while (!rest.isEmpty()) {
            String word = rest.pop();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals > 0) {
                rest.push(word.substring(equals + 1));
                word = word.substring(0, equals);
            }
            switch (word) {
                case "--declare-loss" -> isDeclared = true;
                case "--reason" -> reason = reason(value(word, rest));
                case "--data" -> data = Path.of(value(word, rest));
                case "--database" -> database = value(word, rest);
                default -> throw new StartRefused(word + ": not understood\n" + USAGE);
            }
        }
        if (!isDeclared || reason == null) {
            throw new StartRefused(
                    (isDeclared ? "--reason" : "--declare-loss") + ": missing\n" + USAGE);
        }
        return new RecoverArguments(reason, data, database);
    }

    private static String reason(String text) {
        if (text.isBlank()
                || text.length() > REASON_MAX
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new StartRefused(
                    "--reason: (expected: a line of 1 to " + REASON_MAX + " characters)");
        }
        return text;
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new StartRefused(option + ": needs a value\n" + USAGE);
        }
        return rest.pop();
    }
}
