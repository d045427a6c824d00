package io.affidavit.bench.edge;

/// When the next call is due.
public sealed interface Pace {

    /// As soon as the one before is answered: finds the throughput.
    ///
    /// @param callers how many calls are under way at any time
    record Closed(int callers) implements Pace {}

    /// At a constant rate, whatever the answers do: finds the latency that users would see.
    ///
    /// @param perSecond calls due in each second, evenly spread
    record Open(int perSecond) implements Pace {}
}
