package io.affidavit.bench.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The gateway as a child process, started the way a user starts it.
///
/// @param process its JVM: the launcher turns into it
/// @param status what `affidavit status --json` says of it
/// @param token the operator token
/// @param certificate what its ports show; `null` for plain HTTP
record Gateway(Process process, JsonNode status, String token, @Nullable Certificate certificate)
        implements AutoCloseable {

    private static final int SECONDS_TO_STOP = 30;

    /// Starts one on an empty data directory below `work`, and returns when it is ready.
    ///
    /// @throws IllegalStateException when it does not start; its log is in `work`
    static Gateway start(Options options, Path work) throws IOException, InterruptedException {
        Path data = Files.createDirectory(work.resolve("data"));
        Certificate certificate = options.tls() ? Certificate.make(work) : null;
        Files.writeString(
                data.resolve("affidavit.properties"),
                "affidavit.upstream.allowed-addresses=127.0.0.0/8,::1/128\n"
                        + (certificate == null ? "" : certificate.settings()));
        String launcher = options.launcher().toAbsolutePath().toString();
        List<String> command =
                List.of(
                        launcher,
                        "start",
                        "--data",
                        data.toString(),
                        "--control-port",
                        "0",
                        "--port",
                        String.valueOf(options.port()));
        Path log = work.resolve("gateway.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().put("JDK_JAVA_OPTIONS", options.jvmFlags());
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        awaitReady(process, log);
        JsonNode status = status(launcher, data);
        String token = Files.readString(data.resolve("operator.token")).strip();
        return new Gateway(process, status, token, certificate);
    }

    String dataUrl() {
        return status.get("dataUrl").asString();
    }

    String controlUrl() {
        return status.get("controlUrl").asString();
    }

    /// SIGTERM: it drains and ends its database.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A start that went well ends with this line.
    private static void awaitReady(Process process, Path log) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.equals("ready")) {
            lines.add(line);
            line = output.readLine();
        }
        if (line == null) {
            throw new IllegalStateException(
                    "the gateway did not start, see " + log + "\n" + String.join("\n", lines));
        }
    }

    private static JsonNode status(String launcher, Path data)
            throws IOException, InterruptedException {
        Process asking =
                new ProcessBuilder(launcher, "status", "--json", "--data", data.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        JsonNode status = JsonMapper.shared().readTree(asking.getInputStream());
        if (asking.waitFor() != 0) {
            throw new IllegalStateException("not ready: " + status);
        }
        return status;
    }
}
