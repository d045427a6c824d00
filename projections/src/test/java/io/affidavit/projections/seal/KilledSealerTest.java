package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that seals is killed again and again while records are appended.
@Timeout(300)
class KilledSealerTest {

    private static final int KILLS = 24;
    private static final int STEPS_MAX = 40;

    @TempDir private Path directory;

    @Test
    void nothingIsLostOrShownTooEarly() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        try (SealHouse house = new SealHouse(directory)) {
            for (int i = 0; i < KILLS; i++) {
                Process sealing = start(house);
                try (BufferedReader steps = sealing.inputReader(StandardCharsets.UTF_8)) {
                    int deadAfter = 1 + random.nextInt(STEPS_MAX);
                    for (int step = 0; step < deadAfter; step++) {
                        house.appendUpTo(house.log.size() + 1 + random.nextInt(20));
                        assertThat(steps.readLine()).isNotNull();
                    }
                    sealing.destroyForcibly(); // somewhere behind that step
                }
                sealing.waitFor();
            }
            house.sealOnce();
            assertThat(house.state.broken()).isNull();
            assertThat(house.published().size()).isGreaterThan(KILLS);
            new SealAudit(house).assertSound();
        }
    }

    private Process start(SealHouse house) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SealerProcess.class.getName(),
                                house.database.database().url("affidavit_sealer"),
                                directory.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
