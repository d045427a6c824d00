package io.affidavit.replay.timeline;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Tells one record as the audit API answers it: `position`, `at`, `type`, `data`, `parts`.
final class RecordTelling {

    private RecordTelling() {}

    static Told tell(JsonNode event) {
        String type = event.path("type").asString("");
        JsonNode raw = event.path("data");
        Facts data = new Facts(raw);
        Told told =
                switch (type) {
                    case "call.admitted" -> CallTelling.admitted(data);
                    case "call.refused" -> CallTelling.refused(data);
                    case "guardrail.judged" -> CallTelling.judged(data);
                    case "route.chosen" -> CallTelling.routed(data);
                    case "attempt.failed" -> CallTelling.attemptFailed(data);
                    case "call.completed" -> CallTelling.completed(data);
                    case "call.failed" -> CallTelling.failed(data);
                    case "call.abandoned" -> CallTelling.abandoned(data);
                    case "call.concluded_late" -> CallTelling.concludedLate(data);
                    default -> HouseTelling.tell(type, data, raw);
                };
        List<String> details = new ArrayList<>(told.details());
        event.path("parts").forEach(part -> details.add(part(new Facts(part))));
        return new Told(told.headline(), details);
    }

    private static String part(Facts part) {
        return "sealed text: %s (%s, kept as %s), commitment %s"
                .formatted(
                        part.text("name"),
                        part.text("mediaType"),
                        part.text("retention"),
                        part.hash("commitment"));
    }
}
