package io.affidavit.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Some hundred calls and one kill; `docker/bench/run drift` makes many.
class DriftIT {

    @TempDir private Path work;

    @Test
    void keepsAccountsThatEqualTheRecordsAndTheProvidersCharges() throws Exception {
        assertThat(new DriftRun(work.resolve("data"), System.out, 600, 1, 1).run()).isEmpty();
    }
}
