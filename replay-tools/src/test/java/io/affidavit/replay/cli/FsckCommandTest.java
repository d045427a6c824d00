package io.affidavit.replay.cli;

import static io.affidavit.replay.cli.CommandLineCase.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.fsck.SampleDatabase;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.testing.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FsckCommandTest {

    private static SampleDatabase sample;
    private static String url;

    @TempDir private Path data;

    private SampleLog log;

    @BeforeAll
    static void createTables() throws IOException {
        sample = SampleDatabase.create();
        url = sample.database().url("affidavit_reader") + "&password=" + TestDatabase.PASSWORD;
    }

    @AfterAll
    static void dropTables() {
        sample.close();
    }

    @BeforeEach
    void writeLog() {
        log = SampleLog.withCalls(2);
        sample.rewrite(log);
    }

    @Test
    void saysOkForASoundLog() {
        CommandLineCase fsck = type("fsck", "--database", url);

        assertThat(fsck.exit).isZero();
        assertThat(fsck.lines())
                .containsExactly(
                        "OK size=13 root=%s events=13 parts=4 open=0 log=%s anchor=none"
                                .formatted(root(), SampleLog.ORIGIN));
        assertThat(fsck.err).isEqualTo("read 13 of 13 records\n");
    }

    @Test
    void comparesWithTheAnchorOfTheDirectoryThatIsNamed() throws IOException {
        Path moved = Files.createDirectories(data.resolve("elsewhere"));
        Files.writeString(
                data.resolve("affidavit.properties"),
                "affidavit.projections.seal.anchor-directory=" + moved);

        CommandLineCase fsck = type("fsck", "--database", url, "--data", data.toString());

        assertThat(fsck.lines().getLast()).endsWith(" anchor=" + moved);
    }

    @Test
    void listsFailuresAndExitsWithTheCodeOfTheFirstStep() {
        sample.database().execute("update evidence.record set leaf = sha256(leaf) where pos = 7");

        CommandLineCase fsck = type("fsck", "--database", url);

        assertThat(fsck.exit).isEqualTo(30);
        assertThat(fsck.lines()).hasSize(2);
        assertThat(fsck.lines().getFirst())
                .matches(
                        "FAIL 30 6 record 7 column leaf: [0-9a-f]{64} expected "
                                + HexFormat.of().formatHex(log.rows().get(7).leaf()));
        assertThat(fsck.lines().getLast()).startsWith("NOT SOUND size=13");
    }

    @Test
    void answersMachinesInJson() {
        sample.database().execute("update evidence.head set prev = sha256(prev)");

        CommandLineCase fsck = type("fsck", "--database", url, "--json");

        JsonNode answer = new JsonMapper().readTree(fsck.out);
        assertThat(fsck.exit).isEqualTo(32);
        assertThat(answer.path("sound").asBoolean()).isFalse();
        assertThat(answer.path("code").asInt()).isEqualTo(32);
        assertThat(answer.path("failures").path(0).path("object").asString())
                .isEqualTo("head prev");
        assertThat(answer.path("logs").path(0).path("root").asString()).isEqualTo(root());
    }

    @Test
    void exitsWithOneWhenTheDatabaseCannotBeRead() {
        CommandLineCase fsck = type("fsck", "--database", sample.database().url("nobody"));

        assertThat(fsck.exit).isEqualTo(1);
        assertThat(fsck.err).contains("the database cannot be read");
    }

    @Test
    void writesOverItsProgressOnATerminalOnly() {
        assertThat(progress(true))
                .isEqualTo(
                        "\r\u001b[K[####################                    ] 5 of 10 records"
                                + "\r\u001b[K[########################################] 10 of 10"
                                + " records\r\u001b[K");
        assertThat(progress(false)).isEqualTo("read 5 of 10 records\nread 10 of 10 records\n");
    }

    private static String progress(boolean terminal) {
        StringWriter text = new StringWriter();
        ProgressLine line = new ProgressLine(new PrintWriter(text), terminal, "records");
        line.at(5, 10);
        line.at(5, 10);
        line.at(10, 10);
        line.clear();
        return text.toString();
    }

    private String root() {
        return HexFormat.of().formatHex(log.frontier().root());
    }
}
