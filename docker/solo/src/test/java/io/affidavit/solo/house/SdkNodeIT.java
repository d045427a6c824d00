package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official Node SDKs from npm, OpenAI's and both majors of Anthropic's, in front of the
/// simulator and of a strict provider of each dialect. Needs Node 20 or newer; without it the test
/// says so and is skipped, except in CI, which skips nothing.
class SdkNodeIT {

    private static final Path SOURCES = Path.of("src/test/sdk/node").toAbsolutePath();

    @TempDir private static Path temporary;

    @Test
    void worksUnchanged() throws Exception {
        boolean installed = hasNode();
        if (!installed) {
            System.err.println("SdkNodeIT: no Node >= 20 on PATH");
            assertThat(System.getenv("CI")).as("CI skips no test").isNotEqualTo("true");
        }
        Assumptions.assumeTrue(installed, "no Node >= 20 on PATH");
        Path work = copySources();
        Ran npm = run(work, Map.of(), "npm", "install", "--no-audit", "--no-fund", "--silent");
        assertThat(npm.status()).as(npm.output()).isZero();

        try (Gateway gateway =
                        Gateway.start(temporary.resolve("data"), OperatorSteps.LOCAL_PROVIDERS);
                SdkDoubles doubles = new SdkDoubles(gateway)) {
            String key = doubles.provide();
            check(work, gateway, Map.of("VIRTUAL_KEY", gateway.demoKey()), "openai.test.mjs");
            check(work, gateway, Map.of("VIRTUAL_KEY", key), "openai-claude.test.mjs");
            for (String major : List.of("0", "1")) {
                Map<String, String> environment = Map.of("VIRTUAL_KEY", key, "SDK_MAJOR", major);
                check(work, gateway, environment, "anthropic.test.mjs");
            }
            assertThat(doubles.wronglyTold()).isZero();
        }
    }

    private static void check(
            Path work, Gateway gateway, Map<String, String> environment, String file)
            throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("DATA_URL", gateway.dataUrl());
        Ran tests = run(work, all, "node", "--test", file);
        assertThat(tests.status()).as(tests.output()).isZero();
        assertThat(tests.output()).contains("fail 0");
    }

    private record Ran(int status, String output) {}

    private static Path copySources() throws IOException {
        Path work = Files.createDirectories(temporary.resolve("node"));
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, work.resolve(file.getFileName()));
            }
        }
        return work;
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            Ran version = run(temporary, Map.of(), "node", "--version");
            String major = version.output().strip().replaceFirst("^v(\\d+).*", "$1");
            return version.status() == 0 && Integer.parseInt(major) >= 20;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static Ran run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
