package io.affidavit.query.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs of the machine, which know nothing of ours. Where they must be there (`CI`) a missing
/// one fails, elsewhere it skips.
final class Tools {

    private static final int PATIENCE_SECONDS = 60;

    private Tools() {}

    /// @param output standard output and errors together
    record Outcome(int status, String output) {}

    static void require(String... programs) {
        for (String program : programs) {
            boolean there =
                    List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            if (System.getenv("CI") != null) {
                assertThat(there).as(program).isTrue();
            }
            assumeTrue(there, program + " is not installed");
        }
    }

    static Outcome run(Path directory, String... command) {
        try {
            Path output = Files.createTempFile("outcome", ".txt");
            Process process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            String told = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Outcome(process.exitValue(), told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void succeed(Path directory, String... command) {
        Outcome outcome = run(directory, command);
        assertThat(outcome.status()).as(outcome.output()).isZero();
    }

    /// An export key with a certificate under a root, as an operator would make them.
    static void makeExportKey(Path keys) {
        makeExportKey(keys, "");
    }

    /// The same with more lines about what its certificate is for.
    static void makeExportKey(Path keys, String uses) {
        try {
            Files.createDirectories(keys);
            Path signer = keys.resolve("signer.cnf");
            Files.writeString(
                    signer,
                    "keyUsage=critical,digitalSignature\nbasicConstraints=critical,CA:FALSE\n"
                            + uses);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String curve = "ec_paramgen_curve:P-256";
        succeed(
                keys,
                "sh",
                "-c",
                """
                set -e
                openssl req -x509 -newkey ec -pkeyopt @ -nodes -keyout root.key -out root.pem \\
                    -days 30 -subj /CN=root -addext keyUsage=critical,keyCertSign
                openssl genpkey -algorithm EC -pkeyopt @ -out export.ecdsa
                openssl req -new -key export.ecdsa -subj /CN=signer -out signer.csr
                openssl x509 -req -in signer.csr -CA root.pem -CAkey root.key -set_serial 7 -days 30 \\
                    -extfile signer.cnf -out signer.pem
                cat signer.pem root.pem > export.pem
                """
                        .replace("@", curve));
    }
}
