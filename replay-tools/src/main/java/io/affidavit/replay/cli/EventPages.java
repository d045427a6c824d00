package io.affidavit.replay.cli;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Walks the log page by page. Each page is asked for by position, so that a walk can wait at the
/// end and go on.
final class EventPages {

    private static final String PAGE = "200";

    private final ControlPlane plane;
    private final @Nullable String type;
    private long next;

    EventPages(ControlPlane plane, @Nullable String type) {
        this.plane = plane;
        this.type = type;
    }

    void startAt(LogPoint point) {
        next = point.time() == null ? point.position() : firstAt(point.time());
    }

    /// Records from where the last page ended; none when the log ends there.
    JsonNode next() {
        Map<String, String> query = new TreeMap<>();
        query.put("fromPosition", Long.toString(next));
        query.put("limit", PAGE);
        if (type != null) {
            query.put("type", type);
        }
        JsonNode page = plane.get("/audit/events", query).path("data");
        if (!page.isEmpty()) {
            next = page.path(page.size() - 1).path("position").asLong(next) + 1;
        }
        return page;
    }

    /// Position of the first record that is not older. Times never decrease along the log, so it is
    /// found by halving.
    private long firstAt(Instant time) {
        long low = 0;
        long high = plane.get("/audit/log").path("size").asLong(0);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (timeAt(middle).isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Instant timeAt(long position) {
        JsonNode page =
                plane.get(
                                "/audit/events",
                                Map.of("fromPosition", Long.toString(position), "limit", "1"))
                        .path("data");
        return LogPoint.timeOf(page.path(0));
    }
}
