package io.affidavit.solo;

import io.affidavit.solo.data.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a start that went well prints. The last line is `ready`, for the launcher.
///
/// @param data its data directory
/// @param applications where applications call
/// @param operators where operators call
record Greeting(DataDirectory data, Reach applications, Reach operators) {

    @Override
    public String toString() {
        String token = data.operatorToken().toString();
        String text =
                """
                Affidavit is running.

                  applications   %s/v1
                  operators      %s   (Authorization: Bearer, token in %s)
                """
                        .formatted(applications.named(), operators.named(), token);
        return (Files.exists(data.demoKey()) ? text + firstCall() : text) + "ready";
    }

    private String firstCall() {
        return """

        A first call, answered by the built-in simulator:

          curl -N %s%s/v1/chat/completions \\
            -H "Authorization: Bearer $(cat '%s')" -H 'Content-Type: application/json' \\
            -d '{"model":"demo","stream":true,"messages":[{"role":"user","content":"Hello"}]}'

        What was decided about it, from the records:

          ./affidavit call last%s

        """
                .formatted(
                        applications.curlOptions(), applications.named(), data.demoKey(), option());
    }

    /// Only where the default would look elsewhere.
    private String option() {
        boolean found = data.root().equals(Path.of("data").toAbsolutePath());
        return found ? "" : " --data '" + data.root() + "'";
    }
}
