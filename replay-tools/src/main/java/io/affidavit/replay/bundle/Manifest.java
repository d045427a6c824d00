package io.affidavit.replay.bundle;

import io.affidavit.replay.verify.Claim;
import io.affidavit.schemas.evidence.CanonicalForm;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.RecordTime;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a bundle says it is: what it claims to be the whole of, what it discloses, and what it
/// keeps back. Read strictly: what says nothing, or two things, says what its reader likes.
///
/// @param log origin of the log
/// @param scope what it is about, in words
/// @param claim what it is the whole of
/// @param withheld types of records that are kept back
/// @param disclosed parts with their text and salt, as `<position>/<name>`
/// @param salts parts with their salt alone, in the same form
record Manifest(
        String log,
        String scope,
        Claim claim,
        Set<String> withheld,
        Set<String> disclosed,
        Set<String> salts) {

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
        boolean older = json.path("salts").isMissingNode();
        Set<String> salts = older ? Set.of() : parts(json, "salts");
        if (!Collections.disjoint(disclosed, salts)) {
            throw bad("a part in disclosed and in salts", "in one of them");
        }
        Claim claim = claim(json);
        return new Manifest(
                text(json, "log"),
                scope(json.path("scope")),
                claim,
                strings(json, "withheld"),
                disclosed,
                salts);
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
        String word = text(scope, "kind");
        Claim.Kind kind =
                switch (word) {
                    case "call", "calls" -> Claim.Kind.CALLS;
                    case "key" -> Claim.Kind.KEY;
                    case "limit" -> Claim.Kind.LIMIT;
                    case "organization" -> Claim.Kind.ORGANIZATION;
                    default -> throw bad(word, "a scope that is known");
                };
        String organization =
                json.path("organization").isNull() ? null : text(json, "organization");
        boolean period = kind == Claim.Kind.ORGANIZATION;
        if (period && !text(scope, "id").equals(organization)) {
            throw bad(text(scope, "id"), "the organization of the scope");
        }
        requireNull(scope, word.equals("calls") ? "id" : "ids");
        requirePeriod(scope, period);
        return new Claim(
                kind,
                period ? Set.of() : ids(scope, word.equals("calls")),
                organization,
                optional(scope, "from"),
                strings(json, "open"));
    }

    private static Set<String> ids(JsonNode scope, boolean several) {
        Set<String> ids = several ? strings(scope, "ids") : Set.of(text(scope, "id"));
        if (ids.isEmpty()) {
            throw bad("no ids", "one or more");
        }
        return ids;
    }

    /// Of two that name something, readers would see the one, and the verifier the other.
    private static void requireNull(JsonNode scope, String member) {
        if (!scope.path(member).isNull()) {
            throw bad(member + " in the scope", "null in a scope of this kind");
        }
    }

    /// In the one spelling of records, because it is held against theirs.
    private static void requirePeriod(JsonNode scope, boolean period) {
        if (!period) {
            requireNull(scope, "from");
            requireNull(scope, "to");
            return;
        }
        try {
            Instant from = RecordTime.parse(text(scope, "from"));
            if (from.isBefore(RecordTime.parse(text(scope, "to")))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw bad("a period of another form", "from and to as records spell times");
        }
        throw bad("an empty period", "from before to");
    }

    private static String scope(JsonNode scope) {
        String kind = text(scope, "kind");
        return switch (kind) {
            case "calls" -> kind + ':' + scope.path("ids").size();
            case "organization" ->
                    "%s:%s[%s,%s)"
                            .formatted(
                                    kind,
                                    text(scope, "id"),
                                    text(scope, "from"),
                                    text(scope, "to"));
            default -> kind + ':' + text(scope, "id");
        };
    }

    private static Set<String> parts(JsonNode json, String member) {
        Set<String> parts = new HashSet<>();
        for (JsonNode part : list(json, member)) {
            if (!parts.add(text(part, "pos") + '/' + text(part, "name"))) {
                throw bad(member + ": a part twice", "each once");
            }
        }
        return parts;
    }

    private static Set<String> strings(JsonNode json, String member) {
        Set<String> strings = new HashSet<>();
        for (JsonNode each : list(json, member)) {
            if (!each.isString() || !strings.add(each.asString())) {
                throw bad(member + ": something else or twice", "strings, each once");
            }
        }
        return strings;
    }

    private static JsonNode list(JsonNode json, String member) {
        JsonNode list = json.path(member);
        if (!list.isArray()) {
            throw bad("no list " + member, "a list");
        }
        return list;
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
