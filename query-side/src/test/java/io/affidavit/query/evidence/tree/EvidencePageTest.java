package io.affidavit.query.evidence.tree;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestSealer;
import io.affidavit.query.QueryHouse;
import io.affidavit.schemas.value.DomainEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/evidence.md` tells people to type, typed.
class EvidencePageTest {

    private static final Path PAGE = Path.of("../docs/evidence.md");
    private static final Pattern COMMANDS =
            Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir private static Path directory;
    private static QueryHouse house;
    private static List<String> commands;

    @BeforeAll
    static void open() throws IOException {
        commands =
                COMMANDS.matcher(Files.readString(PAGE))
                        .results()
                        .map(block -> block.group(1))
                        .toList();
        house = new QueryHouse();
        house.log()
                .append(
                        IntStream.range(0, 300)
                                .mapToObj(i -> admitted(call(i), 1, "fast", Stories.AT))
                                .toArray(DomainEvent[]::new));
        TestSealer sealer = new TestSealer(house.superuser(), 0, TestLog.ORIGIN);
        sealer.seal(299);
        Files.writeString(directory.resolve("log.ed25519.pub"), sealer.ed25519Pem());
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void checksACheckpoint() throws Exception {
        assertThat(commands).hasSize(2);
        Typed typed = type(commands.getFirst(), 0, "");
        assertThat(typed.output()).contains("Signature Verified Successfully");
        assertThat(typed.exit()).isZero();

        String forged = commands.getFirst().replace("> body", "| sed s/299/298/ > body");
        assertThat(type(forged, 0, "").exit()).isNotZero();
    }

    @Test
    void checksThatARecordIsInTheLog() throws Exception {
        for (int position : new int[] {0, 1, 127, 255, 256, 297, 298}) {
            Typed typed = type(commands.getLast(), position, leaf(position));
            assertThat(typed.output()).as("position %d", position).contains("in the log");
            assertThat(typed.exit()).isZero();
        }
        assertThat(type(commands.getLast(), 7, leaf(8)).exit()).isNotZero();
        assertThat(type(commands.getLast(), 299, leaf(299)).exit()).isNotZero();
    }

    private static String leaf(int position) {
        return Base64.getEncoder()
                .encodeToString(
                        house.superuser()
                                .queryForObject(
                                        "select leaf from evidence.record where pos = ?",
                                        byte[].class,
                                        position));
    }

    private record Typed(int exit, String output) {}

    private static Typed type(String command, int position, String leaf) throws Exception {
        List<String> shell = new ArrayList<>(List.of("bash", "-euo", "pipefail", "-c", command));
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(shell)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "CONTROL",
                                house.url(),
                                "TOKEN",
                                QueryHouse.TOKEN,
                                "POS",
                                Integer.toString(position),
                                "LEAF",
                                leaf));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroy();
        }
        return new Typed(process.exitValue(), Files.readString(output));
    }
}
