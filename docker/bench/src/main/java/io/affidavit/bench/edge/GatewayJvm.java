package io.affidavit.bench.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a gateway's JVM is set up where a benchmark starts it without the launcher: as the launcher
/// would.
public final class GatewayJvm {

    private static final String MAIN = "io.affidavit.solo.SoloMain";
    private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final List<String> FLAGS =
            List.of(
                    "-Xmx512m",
                    "-XX:+UseParallelGC",
                    "-XX:+UseCompactObjectHeaders",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Daxoniq.update-checker.disabled=true",
                    "-Ddisable-axoniq-console-message=true");

    private GatewayJvm() {}

    /// The command that starts one with this process' classes; the gateway's own words follow.
    public static List<String> command() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(FLAGS);
        if (Files.isReadable(LARGE_PAGES) && Files.readString(LARGE_PAGES).contains("[madvise]")) {
            command.add("-XX:+UseTransparentHugePages");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        return command;
    }
}
