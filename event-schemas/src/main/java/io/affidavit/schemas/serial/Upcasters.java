package io.affidavit.schemas.serial;

import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.RetryRules;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Ways from older shapes of events to the next ones. What an older shape did not say gets the
/// value that described how the gateway behaved then. Stored bytes are never touched: this is about
/// reading alone.
final class Upcasters {

    /// A shape that has a successor.
    private record Shape(String type, int revision) {}

    private static final Map<Shape, Consumer<ObjectNode>> STEPS =
            Map.ofEntries(
                    Map.entry(new Shape("log.opened", 1), log -> log.putArray("lost")),
                    Map.entry(
                            new Shape("ledger_tamper.detected", 1), found -> found.putNull("log")),
                    Map.entry(new Shape("log.key_added", 1), key -> key.putNull("idempotency")),
                    Map.entry(new Shape("log.key_retired", 1), key -> key.putNull("idempotency")),
                    Map.entry(new Shape("virtual_key.issued", 1), Upcasters::issue),
                    Map.entry(new Shape("virtual_key.issued", 2), Upcasters::inherit),
                    Map.entry(new Shape("virtual_key.changed", 1), Upcasters::inherit),
                    Map.entry(new Shape("deployment.registered", 1), Upcasters::weigh),
                    Map.entry(new Shape("deployment.changed", 1), Upcasters::weigh),
                    Map.entry(new Shape("deployment.registered", 2), Upcasters::listPrice),
                    Map.entry(new Shape("deployment.changed", 2), Upcasters::listPrice),
                    Map.entry(new Shape("route.defined", 1), Upcasters::rule),
                    Map.entry(new Shape("route.defined", 2), Upcasters::leaveOutputOpen),
                    Map.entry(new Shape("route.chosen", 1), Upcasters::choose),
                    Map.entry(new Shape("route.chosen", 2), Upcasters::adjust),
                    Map.entry(new Shape("route.chosen", 3), route -> route.putArray("holds")),
                    Map.entry(new Shape("attempt.failed", 1), Upcasters::settleAttempt),
                    Map.entry(new Shape("call.admitted", 1), call -> call.putArray("holds")),
                    Map.entry(new Shape("call.admitted", 2), call -> call.putArray("destinations")),
                    Map.entry(new Shape("call.admitted", 3), call -> call.putNull("credential")),
                    Map.entry(new Shape("call.completed", 1), Upcasters::settle),
                    Map.entry(new Shape("call.failed", 1), Upcasters::settle),
                    Map.entry(new Shape("call.abandoned", 1), Upcasters::settle),
                    Map.entry(new Shape("call.concluded_late", 1), Upcasters::settle),
                    Map.entry(new Shape("call.refused", 1), call -> call.putNull("limit")),
                    Map.entry(
                            new Shape("refusals.coalesced", 1),
                            counted -> counted.putNull("limit")));

    private Upcasters() {}

    /// Brings a payload to a revision, step by step.
    ///
    /// @param from the revision it has
    /// @param to the revision it is to have
    /// @throws IllegalArgumentException where there is no way
    static void upcast(String type, String from, String to, ObjectNode data) {
        int last = revision(type, to);
        for (int revision = revision(type, from); revision != last; revision++) {
            @Nullable Consumer<ObjectNode> step =
                    revision < last ? STEPS.get(new Shape(type, revision)) : null;
            if (step == null) {
                throw unknown(type);
            }
            step.accept(data);
        }
    }

    private static int revision(String type, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw unknown(type);
        }
    }

    private static IllegalArgumentException unknown(String type) {
        return new IllegalArgumentException("event: unknown revision of " + type);
    }

    /// There were no limits.
    private static void settle(ObjectNode ended) {
        ended.putArray("settled");
    }

    /// Deployments had no limits, and nobody wrote down what an attempt may have used.
    private static void settleAttempt(ObjectNode failed) {
        ObjectNode usage = failed.putObject("usage");
        for (String bucket :
                List.of("input", "cached_input", "cache_write", "output", "reasoning")) {
            usage.put(bucket, "0");
        }
        failed.putArray("settled");
        failed.putNull("limit");
    }

    private static void issue(ObjectNode key) {
        key.put("origin", KeyOrigin.ISSUED.code());
        key.putArray("surfaces").add("*");
    }

    /// Only organizations said what becomes of content.
    private static void inherit(ObjectNode key) {
        key.putNull("content");
    }

    private static void weigh(ObjectNode deployment) {
        deployment.put("weight", Integer.toString(Candidate.DEFAULT_WEIGHT));
    }

    /// Every price was the list's.
    private static void listPrice(ObjectNode deployment) {
        deployment.putNull("price");
    }

    /// A failed attempt was followed by one at the next deployment, without a pause.
    private static void rule(ObjectNode route) {
        ObjectNode rules = route.putObject("rules");
        ObjectNode fallbacks = rules.putObject("fallbacks");
        fallbacks.putArray("any_error");
        fallbacks.putArray("context_overflow");
        fallbacks.putArray("content_refusal");
        rules.set("retry", retry());
        ObjectNode timeouts = rules.putObject("timeouts");
        timeouts.putNull("connect_millis");
        timeouts.putNull("first_byte_millis");
        timeouts.putNull("idle_millis");
        timeouts.putNull("total_millis");
        rules.put("unsupported", "refuse");
    }

    /// Every request without a bound was taken to ask for the same.
    private static void leaveOutputOpen(ObjectNode route) {
        if (!(route.get("rules") instanceof ObjectNode rules)) {
            throw unknown("route.defined");
        }
        rules.putNull("max_output_tokens");
    }

    private static ObjectNode retry() {
        RetryRules rules = RetryRules.DEFAULT;
        ObjectNode retry = JsonNodeFactory.instance.objectNode();
        retry.put("max_attempts", Integer.toString(rules.maxAttempts()));
        retry.put("backoff_millis", Long.toString(rules.backoffMillis()));
        retry.put("backoff_max_millis", Long.toString(rules.backoffMaxMillis()));
        retry.put("retry_after_max_millis", Long.toString(rules.retryAfterMaxMillis()));
        retry.put("after_timeout", rules.afterTimeout());
        return retry;
    }

    private static void choose(ObjectNode chosen) {
        ObjectNode choice = choice(chosen);
        choice.put("unsupported", "refuse");
        choice.putNull("fallback");
        choice.put("delay_millis", "0");
        for (JsonNode each : choice.path("candidates")) {
            if (each instanceof ObjectNode candidate) {
                candidate.putNull("alias");
                candidate.put("depth", "0");
                candidate.put("weight", Integer.toString(Candidate.DEFAULT_WEIGHT));
                candidate.put("cooling", "none");
                candidate.put("again", false);
                candidate.putArray("unsupported");
            }
        }
    }

    /// Nobody wrote down what a model's habits changed.
    private static void adjust(ObjectNode chosen) {
        for (JsonNode each : choice(chosen).path("candidates")) {
            if (each instanceof ObjectNode candidate) {
                candidate.putArray("adjusted");
            }
        }
    }

    private static ObjectNode choice(ObjectNode chosen) {
        if (chosen.get("choice") instanceof ObjectNode choice) {
            return choice;
        }
        throw unknown("route.chosen");
    }
}
