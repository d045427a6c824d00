package io.affidavit.solo.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir private Path temporary;

    @Test
    void refusesASecondHolderNamingTheFirst() {
        DataDirectory directory = DataDirectory.open(temporary);
        try (DirectoryLock _ = DirectoryLock.take(directory)) {
            assertThatThrownBy(() -> DirectoryLock.take(directory))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageEndingWith(
                            "already in use by process " + ProcessHandle.current().pid());
        }
        DirectoryLock.take(directory).close();
    }

    @Test
    void refusesWhileAnotherProcessHoldsItAndNoLonger() throws Exception {
        DataDirectory directory = DataDirectory.open(temporary);
        Process holder = hold(temporary);
        try {
            assertThatThrownBy(() -> DirectoryLock.take(directory))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageEndingWith("already in use by process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor(); // as kill -9: the file stays
        }
        assertThat(directory.lockFile()).exists();
        try (DirectoryLock _ = DirectoryLock.take(directory)) {
            assertThat(Files.readString(directory.lockFile()))
                    .isEqualTo(ProcessHandle.current().pid() + "\n");
        }
    }

    private static Process hold(Path directory) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx32m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        assertThat(output.readLine()).isEqualTo("held");
        return process;
    }

    /// Holds a lock until it is killed.
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (DirectoryLock _ = DirectoryLock.take(DataDirectory.open(Path.of(arguments[0])))) {
                System.out.println("held");
                new CountDownLatch(1).await();
            }
        }
    }
}
