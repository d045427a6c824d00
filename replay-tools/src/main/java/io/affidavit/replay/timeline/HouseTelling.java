package io.affidavit.replay.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Tells the records that belong to no call.
final class HouseTelling {

    /// Which member names the subject, where it is not the noun itself.
    private static final Map<String, String> SUBJECTS =
            Map.of("route", "alias", "credential", "provider");

    private HouseTelling() {}

    static Told tell(String type, Facts data, JsonNode raw) {
        return new Told(headline(type, data), members(raw));
    }

    private static String headline(String type, Facts data) {
        return switch (type) {
            case "log.opened" ->
                    data.text("predecessor").equals("-")
                            ? "The log was opened: %s.".formatted(data.text("origin"))
                            : "A loss was declared, and log %s was opened behind %s."
                                    .formatted(data.text("origin"), data.text("predecessor"));
            case "log.key_added" ->
                    "Another %s key begins to sign beside the present one."
                            .formatted(data.words("use"));
            case "log.key_retired" ->
                    "The older of two %s keys signs no more.".formatted(data.words("use"));
            case "log.heartbeat" ->
                    "Nothing was recorded for %s s.".formatted(data.text("quiet_seconds"));
            case "ledger_tamper.detected" ->
                    "The log was tampered with%s: %s at %s: %s (expected: %s)."
                            .formatted(
                                    data.textOrNull("log") == null
                                            ? ""
                                            : " (log " + data.text("log") + ")",
                                    data.text("finding"),
                                    data.text("position"),
                                    data.text("found"),
                                    data.text("expected"));
            case "organization.registered" ->
                    "Organization %s was registered.".formatted(data.text("organization"));
            case "team.registered" ->
                    "Team %s of %s was registered."
                            .formatted(data.text("team"), data.text("organization"));
            case "project.registered" ->
                    "Project %s of %s/%s was registered."
                            .formatted(
                                    data.text("project"),
                                    data.text("organization"),
                                    data.text("team"));
            case "scope.renamed", "scope.archived" ->
                    "%s %s was %s."
                            .formatted(
                                    Character.toUpperCase(data.text("kind").charAt(0))
                                            + data.text("kind").substring(1),
                                    scope(data),
                                    type.substring("scope.".length()));
            case "virtual_key.issued" ->
                    "Key %s was issued to %s."
                            .formatted(data.text("key"), data.text("organization"));
            case "virtual_key.revoked" ->
                    "Key %s of %s was revoked."
                            .formatted(data.text("key"), data.text("organization"));
            case "role.granted" ->
                    "Token %s may administer %s as %s."
                            .formatted(data.text("token"), scope(data), data.words("role"));
            case "role.revoked" ->
                    "Token %s of %s was revoked."
                            .formatted(data.text("token"), data.text("organization"));
            case "refusals.coalesced" ->
                    "%s of key %s%s: %s."
                            .formatted(
                                    data.count("count", "more refusal"),
                                    data.text("key_id"),
                                    data.text("limit").equals("-")
                                            ? ""
                                            : " at limit " + data.text("limit"),
                                    data.words("failure"));
            case "bundle.exported" ->
                    "Evidence about %s %s was exported as %s: %s."
                            .formatted(
                                    data.text("kind"),
                                    data.text("id"),
                                    data.text("bundle"),
                                    data.count("records", "record"));
            case "part.disclosed" ->
                    "Texts of %s %s left with %s: %s."
                            .formatted(
                                    data.words("about"),
                                    data.text("id"),
                                    data.text("bundle"),
                                    data.all("disclosed").stream()
                                            .map(HouseTelling::disclosed)
                                            .collect(Collectors.joining(", ")));
            case "access.denied" ->
                    "%s refused: %s on %s."
                            .formatted(
                                    data.count("count", "attempt"),
                                    data.words("failure"),
                                    data.text("route"));
            default -> sentence(type, data);
        };
    }

    private static String disclosed(Facts part) {
        return "%s of record %s%s"
                .formatted(
                        part.text("name"),
                        part.text("position"),
                        part.text("form").equals("salt") ? " (its salt)" : "");
    }

    private static String scope(Facts data) {
        return Stream.of("organization", "team", "project")
                .map(data::text)
                .filter(id -> !id.equals("-"))
                .collect(Collectors.joining("/"));
    }

    /// `price_list.published` as `Price list 2026-11-25 was published.`: the noun names the member
    /// that tells which one it was.
    private static String sentence(String type, Facts data) {
        int dot = type.indexOf('.');
        if (dot < 1) {
            return "A record of type " + Facts.plain(type) + ".";
        }
        String noun = type.substring(0, dot);
        String words = Facts.plain(noun).replace('_', ' ');
        String which =
                noun.equals("policy")
                        ? data.hash(noun)
                        : data.text(SUBJECTS.getOrDefault(noun, noun));
        return Character.toUpperCase(words.charAt(0))
                + words.substring(1)
                + (which.equals("-") ? "" : ' ' + which)
                + " was "
                + Facts.plain(type.substring(dot + 1)).replace('_', ' ')
                + '.';
    }

    private static List<String> members(JsonNode raw) {
        List<String> members = new ArrayList<>();
        raw.properties()
                .forEach(member -> {
                    if (!member.getValue().isNull()) {
                        members.add(
                                Facts.plain(member.getKey()).replace('_', ' ')
                                        + ": "
                                        + value(member.getValue()));
                    }
                });
        return members;
    }

    private static String value(JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().map(HouseTelling::value).collect(Collectors.joining(", "));
        }
        return Facts.plain(value.isObject() ? value.toString() : value.asString());
    }
}
