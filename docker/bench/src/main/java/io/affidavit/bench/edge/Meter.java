package io.affidavit.bench.edge;

import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.ProcessTree;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/// Measures one window of a load.
///
/// @param gateway the gateway's processes
/// @param mock the mock provider's
/// @param database the gateway's
/// @param spend the gateway's count of calls
record Meter(ProcessTree gateway, ProcessTree mock, LiveDatabase database, SpendView spend) {

    /// Connections are made and queues filled before a window begins.
    private static final Duration SETTLE = Duration.ofSeconds(1);

    /// @param everything counts the calls outside the window as well
    Measurement measure(
            Step step, boolean direct, LoadClient client, Duration duration, Tally everything)
            throws InterruptedException, IOException, SQLException {
        Load load = Load.start(client, step.pace(), step.stream());
        Thread.sleep(SETTLE);
        long recordsBefore = database.records();
        everything.add(load.nextWindow());
        Clocks before = clocks();
        Thread.sleep(duration);
        load.stop();
        Clocks moved = clocks().since(before);
        Tally tally = load.nextWindow();
        everything.add(tally);
        Duration lag = direct ? Duration.ZERO : spend.catchUp(everything.answered());
        long records = database.records() - recordsBefore;
        return new Measurement(step, direct, tally, moved, records, lag);
    }

    private Clocks clocks() {
        return new Clocks(
                Duration.ofNanos(System.nanoTime()),
                gateway.usage(),
                mock.usage(),
                new ProcessTree(ProcessHandle.current().pid()).usage(),
                MachineClock.now());
    }
}
