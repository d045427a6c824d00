package io.affidavit.bench.nodes;

import io.affidavit.bench.edge.AdminClient;
import io.affidavit.bench.edge.GatewayJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One gateway of several, in a process of its own.
///
/// @param process its JVM
/// @param data its data directory
/// @param run what it says of itself
public record Node(Process process, Path data, JsonNode run) implements AutoCloseable {

    private static final int SECONDS_TO_STOP = 40;

    /// Starts it and returns when calls can be made.
    ///
    /// @param url JDBC URL of the database
    static Node start(Path data, String url) throws IOException {
        Files.writeString(
                data.resolve("affidavit.properties"),
                "affidavit.upstream.allowed-addresses=127.0.0.0/8\n");
        List<String> command = new ArrayList<>(GatewayJvm.command());
        command.addAll(
                List.of(
                        "--data",
                        data.toString(),
                        "--port",
                        "0",
                        "--control-port",
                        "0",
                        "--database",
                        url));
        File log = data.resolveSibling(data.getFileName() + ".log").toFile();
        Process process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        while (line != null && !line.equals("ready")) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the gateway did not start, see " + log);
        }
        JsonNode run = JsonMapper.shared().readTree(Files.readString(data.resolve("run.json")));
        return new Node(process, data, run);
    }

    public String dataUrl() {
        return run.path("dataUrl").asString();
    }

    String controlUrl() {
        return run.path("controlUrl").asString();
    }

    /// Its control plane, as an operator uses it.
    public AdminClient admin() throws IOException {
        return new AdminClient(controlUrl(), operatorToken());
    }

    private String operatorToken() throws IOException {
        return Files.readString(data.resolve("operator.token")).strip();
    }

    /// @param name such as `STOP`
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

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
}
