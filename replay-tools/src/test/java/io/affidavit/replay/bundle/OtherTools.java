package io.affidavit.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Programs of others that check what ours check. A missing one skips its test with a plain line,
/// and fails it in CI.
final class OtherTools {

    private static final List<Path> MORE = List.of(Path.of("/usr/local/go/bin"));

    /// What a program said.
    record Said(int exit, String text) {}

    private OtherTools() {}

    static Path find(String name) {
        Path found =
                Stream.concat(
                                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                        .map(Path::of),
                                MORE.stream())
                        .map(directory -> directory.resolve(name))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(null);
        if (found == null) {
            System.err.println("no " + name + " on PATH: its cross-check is skipped");
            assertThat(System.getenv("CI")).as("CI skips no test").isNotEqualTo("true");
        }
        Assumptions.assumeTrue(found != null, "no " + name + " on PATH");
        return found;
    }

    static Said run(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
