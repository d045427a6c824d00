package io.affidavit.bench.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Some hundred calls; `docker/bench/run routes` makes ten thousand.
class RoutesIT {

    @TempDir private Path work;

    @Test
    void showsClientsNoFailureOfThePrimary() throws Exception {
        assertThat(new RoutesRun(work.resolve("data"), System.out, 400, 1).run()).isEmpty();
    }
}
