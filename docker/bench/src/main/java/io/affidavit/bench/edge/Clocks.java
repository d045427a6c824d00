package io.affidavit.bench.edge;

import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.ProcessTree;
import java.time.Duration;

/// All CPU clocks at one instant, or what they moved by between two.
///
/// @param time on the wall
/// @param gateway root: its JVM; below: its PostgreSQL
/// @param mock the mock provider
/// @param generator this process
/// @param machine everything
record Clocks(
        Duration time,
        ProcessTree.Usage gateway,
        ProcessTree.Usage mock,
        ProcessTree.Usage generator,
        MachineClock machine) {

    Clocks since(Clocks earlier) {
        return new Clocks(
                time.minus(earlier.time),
                gateway.since(earlier.gateway),
                mock.since(earlier.mock),
                generator.since(earlier.generator),
                machine.since(earlier.machine));
    }

    /// Cores that were busy with something else meanwhile, or that a hypervisor kept.
    double foreignCores() {
        Duration ours = gateway.total().plus(mock.total()).plus(generator.root());
        return ratio(machine.busy().plus(machine.stolen()).minus(ours), time);
    }

    static double ratio(Duration part, Duration whole) {
        return (double) part.toNanos() / whole.toNanos();
    }
}
