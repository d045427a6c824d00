package io.affidavit.replay.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The history of one call for people: a line a record with its position and its distance in time
/// from the first, below it what went into the decision, and at the end whether the chain holds.
public final class Timeline {

    private static final String INDENT = " ".repeat(22);

    private Timeline() {}

    /// @param answer what `GET /audit/calls/{callId}` answered
    public static List<String> of(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        JsonNode events = answer.path("events");
        Instant start = time(events.path(0));
        lines.add("Call " + Facts.plain(answer.path("callId").asString("-")));
        lines.add("Began " + at(events.path(0)) + " (UTC)");
        lines.add("");
        for (JsonNode event : events) {
            Told told = RecordTelling.tell(event);
            lines.add(
                    "%10s %10s %s"
                            .formatted(
                                    "#" + position(event),
                                    offset(start, time(event)),
                                    told.headline()));
            told.details().forEach(detail -> lines.add(INDENT + detail));
        }
        for (JsonNode disclosure : answer.path("disclosures")) {
            lines.add("");
            lines.add(disclosed(disclosure));
        }
        lines.add("");
        lines.add(verdict(answer.path("chain")));
        return lines;
    }

    private static String disclosed(JsonNode event) {
        return "%10s %s  %s Asked for by %s %s."
                .formatted(
                        "#" + position(event),
                        at(event),
                        RecordTelling.tell(event).headline(),
                        Facts.plain(event.path("by").path("kind").asString("-")),
                        Facts.plain(event.path("by").path("id").asString("-")));
    }

    /// One record in one line, for lists of any kind.
    public static String line(JsonNode event) {
        return "%10s %s  %-24s %s"
                .formatted(
                        "#" + position(event),
                        at(event),
                        Facts.plain(event.path("type").asString("-")),
                        RecordTelling.tell(event).headline());
    }

    /// With the log's ordinal behind the first one.
    private static String position(JsonNode event) {
        String position = event.path("position").asString("?");
        int log = event.path("log").asInt(0);
        return log == 0 ? position : log + "/" + position;
    }

    private static String verdict(JsonNode chain) {
        String checked = chain.path("checked").asString("0");
        if (chain.path("verified").asBoolean(false)) {
            return "Verified: %s records read from storage; each still has the hash that its"
                            .formatted(checked)
                    + " successor names, and none is missing.";
        }
        JsonNode bad = chain.path("firstBad");
        String where =
                bad.isMissingNode() || bad.isNull()
                        ? ""
                        : " First at " + bad(bad) + log(chain) + ".";
        return "NOT VERIFIED: this history was changed or is incomplete." + where;
    }

    private static String log(JsonNode chain) {
        int log = chain.path("log").asInt(0);
        return log == 0 ? "" : " of log " + log;
    }

    private static String bad(JsonNode bad) {
        return Facts.plain(bad.isValueNode() ? "record " + bad.asString() : bad.toString());
    }

    private static String at(JsonNode event) {
        return Facts.plain(event.path("at").asString("-")).replace('T', ' ').replace("Z", "");
    }

    private static Instant time(JsonNode event) {
        try {
            return Instant.parse(event.path("at").asString(""));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH; // a time that nobody can read has no distance either
        }
    }

    private static String offset(Instant start, Instant at) {
        return "+" + Facts.micros(Duration.between(start, at).toNanos() / 1_000);
    }
}
