package io.affidavit.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One blow of each kind; `docker/bench/run crash` deals many.
class CrashIT {

    @TempDir private Path work;

    @Test
    void losesNothingThatACallerWasTold() throws Exception {
        List<Blow> blows = CrashTest.blows(4, 1);

        assertThat(blows).containsExactlyInAnyOrder(Blow.values());
        assertThat(new CrashTest(work.resolve("data"), System.out, 1).run(blows)).isEmpty();
    }
}
