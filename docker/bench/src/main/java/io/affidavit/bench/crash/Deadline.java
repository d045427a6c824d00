package io.affidavit.bench.crash;

import java.time.Duration;

/// Waits for something in small steps, but not for ever.
///
/// @param nanos when patience ends, on the monotonic clock
public record Deadline(long nanos) {

    private static final Duration STEP = Duration.ofMillis(5);

    /// That many seconds from now.
    public static Deadline seconds(int seconds) {
        return new Deadline(System.nanoTime() + Duration.ofSeconds(seconds).toNanos());
    }

    /// One step.
    ///
    /// @throws IllegalStateException with the complaint when patience has ended
    public void pause(String complaint) throws InterruptedException {
        if (System.nanoTime() - nanos > 0) {
            throw new IllegalStateException(complaint);
        }
        Thread.sleep(STEP);
    }
}
