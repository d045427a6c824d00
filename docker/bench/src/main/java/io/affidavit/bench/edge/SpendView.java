package io.affidavit.bench.edge;

import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// The gateway's own count of our calls, as its auditors read it.
///
/// @param admin asks for it
/// @param keyId the key that made the calls
record SpendView(AdminClient admin, String keyId) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Calls that `/audit/spend` shows at this moment.
    long calls() throws IOException, InterruptedException {
        long calls = 0;
        for (JsonNode row : admin.get("/audit/spend?groupBy=keyId").get("rows")) {
            if (row.get("keyId").asString().equals(keyId)) {
                calls += row.get("requests").asLong();
            }
        }
        return calls;
    }

    /// Waits until it shows at least that many, or for ten seconds.
    ///
    /// @return how long that took, which is how far the read tables were behind
    Duration catchUp(long answered) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Duration waited = Duration.ZERO;
        while (calls() < answered && waited.compareTo(PATIENCE) < 0) {
            Thread.sleep(LOOK_AGAIN);
            waited = Duration.ofNanos(System.nanoTime() - began);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
