package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.proof.SignedNote;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An operator has new keys take over while a house runs.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class RotationIT {

    private static final String CHAT =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private Path temporary;

    @Test
    void newKeysTakeOverAndWhatWasExportedBeforeStaysGood() throws Exception {
        Path data = temporary.resolve("data");
        Path before = temporary.resolve("before.zip");
        Path since = temporary.resolve("since.zip");
        try (Gateway gateway = Gateway.start(data)) {
            export(data, call(gateway), before);

            Outcome rotated = Outcome.ofTool(data, "log", "rotate", "--reason", "yearly");
            assertThat(rotated.status()).as(rotated.output()).isZero();
            assertThat(rotated.output().lines())
                    .hasSize(3)
                    .allMatch(line -> line.contains("added"));
            String call = call(gateway);
            awaitLines(gateway, 4);
            export(data, call, since);

            assertThat(Outcome.ofTool(data, "log", "rotate").output())
                    .contains("retire the old one first");
            Outcome early = Outcome.ofTool(data, "log", "retire");
            assertThat(early.status()).isEqualTo(1);
            assertThat(early.output()).contains("both ed25519 keys sign until");
            assertThat(Outcome.ofTool(data, "events", "--type", "log.key_added").output())
                    .contains("key begins to sign");
            assertSound(gateway);
        }
        try (Gateway gateway = Gateway.start(data)) {
            HttpResponse<String> answer = chat(gateway);
            String receipt = answer.headers().firstValue("x-affidavit-receipt").orElseThrow();
            awaitLines(gateway, 4);
            assertSound(gateway);
            assertThat(Outcome.ofTool(data, "receipt", "verify", receipt).status()).isEqualTo(3);
        }
        assertNamed(data, since);
        for (Path bundle : List.of(before, since)) {
            for (Path trust : List.of(before, since)) {
                Outcome verified =
                        Outcome.ofTool(
                                data,
                                "verify",
                                bundle.toString(),
                                "--policy",
                                unpacked(trust, "trust/policy"),
                                "--ca",
                                unpacked(trust, "trust/root.pem"));
                assertThat(verified.status()).as(verified.output()).isZero();
            }
        }
    }

    /// By the commands of the page: an auditor who trusts the old key can see whom it named.
    private void assertNamed(Path data, Path bundle) throws Exception {
        Path desk = Files.createDirectory(temporary.resolve("desk"));
        Files.copy(data.resolve("keys/log.ed25519.pub"), desk.resolve("log.ed25519.pub"));
        String record =
                Files.readString(Path.of(unpacked(bundle, "events.jsonl")))
                        .lines()
                        .filter(line -> line.contains("\"type\":\"log.key_added\""))
                        .filter(line -> line.contains("\"use\":\"ed25519\""))
                        .findFirst()
                        .orElseThrow();
        PageCommands page = PageCommands.of("seals.md");
        Files.writeString(desk.resolve("record"), record + "\n");
        PageCommands.Typed typed = page.type(0, desk, Map.of());
        assertThat(typed.output()).contains("Signature Verified Successfully");
        assertThat(typed.exit()).isZero();
        Files.writeString(
                desk.resolve("record"),
                record.replace("\"use\":\"ed25519\"", "\"use\":\"receipt\""));
        assertThat(page.type(0, desk, Map.of()).exit()).isNotZero();
    }

    private static void assertSound(Gateway gateway) {
        Fsck fsck = Fsck.run(gateway);
        assertThat(fsck.status()).as(fsck.output()).isZero();
    }

    private static void awaitLines(Gateway gateway, int lines) {
        Http control = new Http(gateway.controlUrl(), gateway.operatorToken());
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(
                                        SignedNote.parse(control.get("/evidence/checkpoint").body())
                                                .signatures())
                                .hasSize(lines));
    }

    private static String call(Gateway gateway) {
        return chat(gateway).headers().firstValue("x-affidavit-call-id").orElseThrow();
    }

    private static HttpResponse<String> chat(Gateway gateway) {
        HttpResponse<String> answer =
                new Http(gateway.dataUrl(), gateway.demoKey()).post("/v1/chat/completions", CHAT);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private void export(Path data, String call, Path to) {
        Outcome outcome = Outcome.ofTool(data, "export", "--call", call, "--out", to.toString());
        assertThat(outcome.status()).as(outcome.output()).isZero();
    }

    private String unpacked(Path bundle, String name) throws IOException {
        Path file = temporary.resolve(bundle.getFileName() + "." + Path.of(name).getFileName());
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            Files.write(file, zip.getInputStream(zip.getEntry(name)).readAllBytes());
        }
        return file.toString();
    }
}
