package io.affidavit.replay.cli;

import io.affidavit.replay.rerun.DecisionReplay;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// One call's records, asked of a gateway, with those that its decisions rest on.
final class OnlineStory {

    private static final String LAST = "last";
    private static final List<String> GROUNDS =
            List.of("policy.published", "deployment.registered", "deployment.changed", "limit.set");

    private final ControlPlane plane;
    private final String call;

    OnlineStory(ControlPlane plane, String call) {
        this.plane = plane;
        this.call = call.equals(LAST) ? last(plane) : call;
    }

    private static String last(ControlPlane plane) {
        JsonNode calls = plane.get("/audit/calls", Map.of("limit", "1")).path("data");
        if (calls.isEmpty()) {
            throw new CommandFailure("no call was made yet");
        }
        return calls.path(0).path("callId").asString("");
    }

    /// Replays in the order of the log.
    ///
    /// @return whether the gateway says that the history is verified
    boolean replay(DecisionReplay replay) {
        JsonNode answer = history();
        NavigableMap<Long, JsonNode> events = new TreeMap<>();
        for (JsonNode event : answer.path("events")) {
            events.put(LogPoint.placeOf(event), event);
        }
        if (!events.isEmpty()) {
            long end = events.lastKey();
            GROUNDS.forEach(type -> collect(type, end, events));
        }
        events.forEach((_, event) -> replay.accept(position(event), at(event), read(event)));
        return answer.path("chain").path("verified").asBoolean(false);
    }

    private JsonNode history() {
        try {
            return plane.get("/audit/calls/" + URLEncoder.encode(call, StandardCharsets.UTF_8));
        } catch (ControlPlane.NotFound e) {
            throw new CommandFailure(call + ": neither a file or folder nor the id of a call", e);
        }
    }

    private void collect(String type, long end, NavigableMap<Long, JsonNode> events) {
        EventPages pages = new EventPages(plane, type);
        JsonNode page = pages.next();
        while (!page.isEmpty() && LogPoint.placeOf(page.path(0)) < end) {
            for (JsonNode event : page) {
                if (LogPoint.placeOf(event) < end) {
                    events.put(LogPoint.placeOf(event), event);
                }
            }
            page = pages.next();
        }
    }

    private static long position(JsonNode event) {
        return event.path("position").asLong(0);
    }

    private static Instant at(JsonNode event) {
        return Instant.parse(event.path("at").asString(""));
    }

    private static DomainEvent read(JsonNode event) {
        String type = event.path("type").asString("");
        String revision = event.path("revision").asString("");
        byte[] data = event.path("data").toString().getBytes(StandardCharsets.UTF_8);
        try {
            return EventSerializer.read(type, revision, data, List.of());
        } catch (RuntimeException e) {
            throw new CommandFailure(
                    "record "
                            + position(event)
                            + ": "
                            + type
                            + " of revision "
                            + revision
                            + " is not known to this edition",
                    e);
        }
    }
}
