package io.affidavit.bench.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One race of each kind on two gateways; `docker/bench/run race` runs many, on one and on three.
class RaceIT {

    @TempDir private Path work;

    @Test
    void letsExactlyTheTenThroughThatALimitHasRoomFor() throws Exception {
        assertThat(new RaceRun(System.out, 1, 100, false).run(work, List.of(2))).isEmpty();
    }
}
