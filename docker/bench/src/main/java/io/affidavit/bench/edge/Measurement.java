package io.affidavit.bench.edge;

import io.affidavit.bench.measure.Histogram;
import java.time.Duration;

/// What one window of one step showed.
///
/// @param step what was measured
/// @param direct whether the calls went to the mock itself
/// @param tally the calls that ended in the window
/// @param clocks what the clocks moved by
/// @param records how many records the log grew by
/// @param lag how far the read tables were behind when the last call was answered
record Measurement(
        Step step, boolean direct, Tally tally, Clocks clocks, long records, Duration lag) {

    double callsPerSecond() {
        return tally.answered() / seconds(clocks.time());
    }

    /// CPU time of the gateway's JVM a call, in microseconds.
    double jvmMicros() {
        return micros(clocks.gateway().root()) / tally.answered();
    }

    /// CPU time of the gateway's PostgreSQL a call, in microseconds.
    double databaseMicros() {
        return micros(clocks.gateway().below()) / tally.answered();
    }

    double recordsPerCall() {
        return (double) records / tally.answered();
    }

    static double millis(Histogram histogram, double share) {
        return histogram.quantile(share) / 1e6;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }
}
