package io.affidavit.replay.bundle;

import io.affidavit.replay.verify.Claim;
import io.affidavit.schemas.evidence.CanonicalForm;
import io.affidavit.schemas.evidence.FormException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a bundle says it is: what it claims to be the whole of, and what it discloses.
///
/// @param log origin of the log
/// @param claim what it is the whole of
/// @param disclosed parts with their text and salt, as `<position>/<name>`
/// @param salts parts with their salt alone, in the same form
record Manifest(String log, Claim claim, Set<String> disclosed, Set<String> salts) {

    private static final JsonMapper JSON = new JsonMapper();

    /// @throws MalformedBundle if it says nothing, or something else
    static Manifest parse(byte[] bytes) {
        try {
            CanonicalForm.check(bytes);
        } catch (FormException e) {
            throw bad("not canonical at offset " + e.offset(), "one canonical JSON object");
        }
        JsonNode json = read(bytes);
        if (!text(json, "format").equals("evidence/v1")
                || !text(json, "redacted").equals("others")) {
            throw bad(
                    "another format",
                    "evidence/v1, with every part redacted that is not disclosed");
        }
        Set<String> disclosed = parts(json, "disclosed");
        Set<String> salts = parts(json, "salts"); // which older bundles do not have
        if (!Collections.disjoint(disclosed, salts)) {
            throw bad("a part in disclosed and in salts", "in one of them");
        }
        return new Manifest(text(json, "log"), claim(json), disclosed, salts);
    }

    /// Canonical, and yet perhaps more than a reader of JSON takes.
    private static JsonNode read(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw bad("a form that cannot be read", "one canonical JSON object");
        }
    }

    private static Claim claim(JsonNode json) {
        JsonNode scope = json.path("scope");
        Set<String> ids = strings(scope.path("ids"));
        Claim.Kind kind =
                switch (text(scope, "kind")) {
                    case "call", "calls" -> Claim.Kind.CALLS;
                    case "key" -> Claim.Kind.KEY;
                    case "limit" -> Claim.Kind.LIMIT;
                    case "organization" -> Claim.Kind.ORGANIZATION;
                    default -> throw bad(text(scope, "kind"), "a scope that is known");
                };
        String organization = optional(json, "organization");
        if (kind == Claim.Kind.ORGANIZATION) {
            if (!text(scope, "id").equals(organization)) {
                throw bad(text(scope, "id"), "the organization of the scope");
            }
        } else if (ids.isEmpty()) {
            ids.add(text(scope, "id"));
        }
        return new Claim(
                kind, ids, organization, optional(scope, "from"), strings(json.path("open")));
    }

    private static Set<String> parts(JsonNode json, String member) {
        Set<String> parts = new HashSet<>();
        for (JsonNode part : json.path(member)) {
            if (!parts.add(text(part, "pos") + '/' + text(part, "name"))) {
                throw bad(member + ": a part twice", "each once");
            }
        }
        return parts;
    }

    private static Set<String> strings(JsonNode list) {
        Set<String> strings = new HashSet<>();
        for (JsonNode each : list) {
            strings.add(each.asString(""));
        }
        return strings;
    }

    private static @Nullable String optional(JsonNode json, String member) {
        JsonNode value = json.path(member);
        return value.isString() ? value.asString() : null;
    }

    private static String text(JsonNode json, String member) {
        String text = optional(json, member);
        if (text == null) {
            throw bad("no " + member, "a string");
        }
        return text;
    }

    private static MalformedBundle bad(String found, String expected) {
        return new MalformedBundle(Names.MANIFEST, found, expected);
    }
}
