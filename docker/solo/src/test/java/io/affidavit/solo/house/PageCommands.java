package io.affidavit.solo.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What a page of `docs/` tells people to type, typed into a shell.
///
/// @param blocks its blocks of commands, in order
record PageCommands(List<String> blocks) {

    private static final Pattern BLOCK =
            Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final int PATIENCE_SECONDS = 60;

    /// @param page file name in `docs/`
    static PageCommands of(String page) throws IOException {
        String text = Files.readString(Path.of("../../docs").resolve(page));
        return new PageCommands(
                BLOCK.matcher(text).results().map(block -> block.group(1)).toList());
    }

    /// How a block ended.
    ///
    /// @param output what it wrote, errors included
    record Typed(int exit, String output) {}

    /// Types one block; it stops at the first command that fails.
    Typed type(int block, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("typed", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", blocks.get(block))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + blocks.get(block));
            }
            return new Typed(process.exitValue(), Files.readString(output));
        } finally {
            process.destroy();
            Files.delete(output);
        }
    }
}
