package io.affidavit.replay.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Tells the records that belong to no call.
final class HouseTelling {

    private HouseTelling() {}

    static Told tell(String type, Facts data, JsonNode raw) {
        return new Told(headline(type, data), members(raw));
    }

    private static String headline(String type, Facts data) {
        return switch (type) {
            case "log.opened" -> "The log was opened: %s.".formatted(data.text("origin"));
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
            case "virtual_key.issued" ->
                    "Key %s was issued to %s."
                            .formatted(data.text("key"), data.text("organization"));
            case "virtual_key.revoked" ->
                    "Key %s of %s was revoked."
                            .formatted(data.text("key"), data.text("organization"));
            case "refusals.coalesced" ->
                    "%s of key %s: %s."
                            .formatted(
                                    data.count("count", "more refusal"),
                                    data.text("key_id"),
                                    data.words("failure"));
            default -> sentence(type);
        };
    }

    /// `price_list.published` as `Price list published.`
    private static String sentence(String type) {
        String words = Facts.plain(type).replace('.', ' ').replace('_', ' ');
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1) + '.';
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
