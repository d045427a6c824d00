package io.affidavit.solo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherIT {

    private static final String TELL = "echo \"$0 $*\"\n";

    @TempDir private Path temporary;

    private House house;

    @BeforeEach
    void build() throws Exception {
        house = House.build(Files.createDirectory(temporary.resolve("house")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconcile", "what-if", "witness", "frobnicate", "-x"})
    void takesAnUnknownCommandForAMistake(String command) throws Exception {
        assertThat(house.run(house.jdk(25, TELL), command)).isEqualTo(1);
        assertThat(house.read("err")).contains("'" + command + "' is no command", "usage:");
        assertThat(house.read("out")).isEmpty();
    }

    @Test
    void buildsOnlyWhatChanged() throws Exception {
        Path jdk = house.jdk(25, TELL);
        house.run(jdk, "start");
        house.run(jdk, "start");
        assertThat(house.read("maven.log").lines()).hasSize(1);

        Path source = house.root().resolve("event-schemas/src/main/java/New.java");
        Files.createFile(source);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        house.run(jdk, "start");
        assertThat(house.read("maven.log").lines()).hasSize(2);
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
        house.program("bin/mvn", "exit 1\n");
        assertThat(house.run(house.jdk(25, TELL), "start")).isEqualTo(1);
        assertThat(house.read("err")).contains("the build failed");
    }

    @Test
    void takesNoJdkThatIsTooOld() throws Exception {
        Path old = house.jdk(17, "echo old\n");
        Path onPath = house.jdk(25, TELL);
        Files.createSymbolicLink(house.root().resolve("bin/javac"), onPath.resolve("bin/javac"));
        assertThat(house.run(old, "start")).isZero();
        assertThat(house.read("out")).startsWith(onPath.resolve("bin/java").toString());
    }

    @Test
    void handsOverItsArgumentsAndItsPlace() throws Exception {
        Path jdk = house.jdk(25, "echo $$ \"$@\"\n");
        Process process = house.command(jdk, "start", "--port", "0", "--data", "my data").start();
        assertThat(process.waitFor()).isZero();
        assertThat(house.read("out"))
                .startsWith(process.pid() + " ") // so that signals reach the gateway
                .endsWith("solo.jar --port 0 --data my data\n");
    }

    @Test
    void setsUpADatabaseWithTheGatewaysOwnPrograms() throws Exception {
        Path jdk = house.jdk(25, TELL);
        assertThat(house.run(jdk, "db", "init", "--admin-url", "x")).isZero();
        assertThat(house.read("out"))
                .contains("solo.jar io.affidavit.solo.DatabaseMain init --admin-url x");
        assertThat(house.run(jdk, "recover", "--declare-loss", "--reason", "x")).isZero();
        assertThat(house.read("out"))
                .contains("solo.jar io.affidavit.solo.RecoverMain --declare-loss --reason x");
        assertThat(house.read("maven.log").lines()).hasSize(1);
    }

    @Test
    void asksTheToolsWithoutBuildingAgain() throws Exception {
        Path jdk = house.jdk(25, TELL);
        house.run(jdk, "start");
        Files.createFile(house.root().resolve("replay-tools/src/main/java/New.java"));
        assertThat(house.run(jdk, "status", "--json")).isZero();
        assertThat(house.read("out")).contains("replay.cli.Main status --json");
        assertThat(house.read("maven.log").lines()).hasSize(1);
    }

    @Test
    void detachesWhenTheGatewayIsReady() throws Exception {
        Path jdk =
                house.jdk(
                        25,
                        """
                        case "$*" in *jarmode*) exit 0 ;; esac
                        echo "go on like this"; echo ready; echo $$ >pid; exec sleep 600
                        """);
        assertThat(house.run(jdk, "start", "--detach", "--data=there")).isZero();
        assertThat(house.read("out")).isEqualTo("go on like this\n");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> house.read("pid").endsWith("\n"));
        ProcessHandle gateway =
                ProcessHandle.of(Long.parseLong(house.read("pid").strip())).orElseThrow();
        assertThat(gateway.isAlive()).isTrue();
        gateway.destroyForcibly();
    }

    @Test
    void saysWhyADetachedStartFailed() throws Exception {
        Path jdk =
                house.jdk(
                        25,
                        """
                        case "$*" in *jarmode*) exit 0 ;; esac
                        echo "already in use by process 7" >&2; exit 1
                        """);
        assertThat(house.run(jdk, "start", "--detach")).isEqualTo(1);
        assertThat(house.read("err")).contains("already in use by process 7");
    }

    @Test
    void countsTestsFromTheReports() throws Exception {
        house.program(
                "bin/mvn",
                """
                mkdir -p a/target/surefire-reports b/target/failsafe-reports
                echo '<testsuite name="A" tests="5" errors="1" skipped="1" failures="1">' \
                    >a/target/surefire-reports/TEST-A.xml
                echo '<testsuite name="B" tests="2" errors="0" skipped="0" failures="0">' \
                    >b/target/failsafe-reports/TEST-B.xml
                """);
        assertThat(house.run(house.jdk(25, TELL), "test")).isEqualTo(1);
        assertThat(house.read("out")).endsWith("4 passed, 2 failed\n");
    }

    @Test
    void failsWhenTheBuildFailsThoughNoTestDid() throws Exception {
        house.program("bin/mvn", "exit 1\n");
        assertThat(house.run(house.jdk(25, TELL), "test")).isEqualTo(1);
        assertThat(house.read("out")).endsWith("0 passed, 0 failed\n");
    }
}
