package io.affidavit.replay.cli;

import io.affidavit.schemas.evidence.LogPlace;
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
    private @Nullable Instant from;

    EventPages(ControlPlane plane, @Nullable String type) {
        this.plane = plane;
        this.type = type;
    }

    void startAt(LogPoint point) {
        from = point.time();
        next = from == null ? point.place() : 0;
    }

    /// Records from where the last page ended; none when the log ends there.
    JsonNode next() {
        LogPlace place = LogPlace.of(next);
        Map<String, String> query = new TreeMap<>();
        query.put("fromPosition", Long.toString(place.position()));
        query.put("limit", PAGE);
        place.shownLog().ifPresent(log -> query.put("log", log.toString()));
        if (type != null) {
            query.put("type", type);
        }
        if (from != null) {
            query.put("from", from.toString());
        }
        JsonNode page = plane.get("/audit/events", query).path("data");
        if (!page.isEmpty()) {
            next = LogPoint.placeOf(page.path(page.size() - 1)) + 1;
            from = null; // times never fall: everything behind it is newer
        }
        return page;
    }
}
