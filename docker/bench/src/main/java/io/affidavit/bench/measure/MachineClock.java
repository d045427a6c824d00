package io.affidavit.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What the whole machine has done so far (`/proc/stat`, proc(5)): the share that no measured
/// process accounts for is noise, and belongs beside every figure.
///
/// @param busy CPU time of all processors together, interrupts included
/// @param stolen CPU time that a hypervisor gave to others
public record MachineClock(Duration busy, Duration stolen) {

    private static final long MILLIS_A_TICK = 10;
    private static final List<Integer> BUSY = List.of(0, 1, 2, 5, 6); // not idle, not iowait
    private static final int STOLEN = 7;

    /// Reads the clock now.
    public static MachineClock now() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            String all = lines.findFirst().orElseThrow();
            long[] ticks =
                    Arrays.stream(all.substring(all.indexOf(' ')).strip().split(" ", -1))
                            .mapToLong(Long::parseLong)
                            .toArray();
            long busy = BUSY.stream().mapToLong(field -> ticks[field]).sum();
            return new MachineClock(duration(busy), duration(ticks[STOLEN]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What happened since `earlier`.
    public MachineClock since(MachineClock earlier) {
        return new MachineClock(busy.minus(earlier.busy), stolen.minus(earlier.stolen));
    }

    /// Runnable processes, averaged over the last minute.
    public static double loadAverage() {
        try {
            String all = Files.readString(Path.of("/proc/loadavg"));
            return Double.parseDouble(all.substring(0, all.indexOf(' ')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration duration(long ticks) {
        return Duration.ofMillis(ticks * MILLIS_A_TICK);
    }
}
