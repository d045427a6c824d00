package io.affidavit.replay.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells the records of a call.
final class CallTelling {

    private CallTelling() {}

    static Told admitted(Facts data) {
        List<String> details = new ArrayList<>();
        details.add(
                "asked for %s through %s, %s; request of %s"
                        .formatted(
                                quoted(data.text("alias")),
                                data.words("surface"),
                                data.isTrue("stream") ? "as a stream" : "as one answer",
                                data.count("request_bytes", "byte")));
        Facts estimate = data.at("estimate");
        details.add(
                "expected use: %s in, %s (rule %s)"
                        .formatted(
                                estimate.count("input_tokens", "token"),
                                output(data, estimate),
                                estimate.text("method")));
        data.all("holds").forEach(hold -> details.add(held(hold)));
        List<Facts> destinations = data.all("destinations");
        if (!destinations.isEmpty()) {
            details.add(
                    "money held for the dearest of "
                            + destinations.stream()
                                    .map(each ->
                                            each.text("deployment")
                                                    + " (model "
                                                    + each.text("upstream_model")
                                                    + ")")
                                    .collect(Collectors.joining(", ")));
        }
        details.add("policy in force: " + data.hash("policy"));
        if (data.has("trace_parent")) {
            details.add("caller's trace: " + data.text("trace_parent"));
        }
        return new Told("Admitted for " + caller(data) + ".", details);
    }

    private static String output(Facts data, Facts estimate) {
        if (estimate.number("output_tokens") != 0) {
            return "at most " + estimate.count("output_tokens", "token") + " out";
        }
        return data.text("surface").equals("embeddings")
                ? "none out"
                : "no bound named for what comes out";
    }

    private static String held(Facts hold) {
        String unit = hold.text("unit");
        String amount =
                unit.equals("usd")
                        ? hold.dollars("amount")
                        : hold.text("amount") + " (" + unit.replace('_', ' ') + ")";
        return "held of limit " + hold.text("limit") + ": " + amount;
    }

    static Told refused(Facts data) {
        List<String> details = new ArrayList<>();
        details.add(
                "asked for %s through %s; request of %s"
                        .formatted(
                                quoted(data.text("alias")),
                                data.words("surface"),
                                data.count("request_bytes", "byte")));
        if (data.has("param")) {
            details.add("because of the member " + data.text("param"));
        }
        details.add("nothing was sent to a provider");
        return new Told(
                "Refused for " + caller(data) + ": " + data.words("failure") + ".", details);
    }

    static Told judged(Facts data) {
        boolean prompt = data.text("direction").equals("prompt");
        List<Facts> findings = data.all("findings");
        List<String> details = new ArrayList<>();
        details.add("policy: " + data.hash("policy"));
        for (Facts finding : findings) {
            details.add(
                    "found %s at %s [%s,%s) by %s version %s"
                            .formatted(
                                    finding.words("kind"),
                                    finding.text("path"),
                                    finding.text("start"),
                                    finding.text("end"),
                                    finding.text("detector"),
                                    finding.text("detector_version")));
        }
        return new Told(
                "%s judged: %s; %s."
                        .formatted(
                                prompt ? "Prompt" : "Answer",
                                verdict(data.text("verdict")),
                                findings.isEmpty()
                                        ? "nothing was found"
                                        : findings.size() + " found"),
                details);
    }

    static Told routed(Facts data) {
        Facts choice = data.at("choice");
        String chosen = choice.text("chosen");
        List<String> details = new ArrayList<>();
        details.add(
                "strategy: %s, version %s%s"
                        .formatted(
                                choice.words("strategy"),
                                choice.text("strategy_version"),
                                choice.has("draw") ? ", draw " + choice.text("draw") : ""));
        if (choice.has("fallback")) {
            details.add("fallbacks for " + choice.words("fallback") + " are open");
        }
        if (choice.number("delay_millis") > 0) {
            details.add("after a pause of " + choice.text("delay_millis") + " ms");
        }
        choice.all("candidates").forEach(one -> details.add(candidate(one, chosen)));
        data.all("holds").forEach(hold -> details.add(held(hold)));
        return new Told(
                choice.has("chosen")
                        ? "Attempt %s goes to %s.".formatted(data.text("attempt"), chosen)
                        : "Attempt %s has nowhere to go.".formatted(data.text("attempt")),
                details);
    }

    private static String candidate(Facts candidate, String chosen) {
        String deployment = candidate.text("deployment");
        String fate =
                candidate.has("dropped")
                        ? "left out: " + candidate.words("dropped")
                        : deployment.equals(chosen) ? "chosen" : "kept in reserve";
        return "candidate %s (%s, model %s): %s; order %s, %s open, %s in a row, first byte %s%s"
                .formatted(
                        deployment,
                        candidate.text("provider"),
                        candidate.text("upstream_model"),
                        fate,
                        candidate.text("order"),
                        candidate.count("in_flight", "call"),
                        candidate.count("recent_failures", "failure"),
                        candidate.has("latency_millis")
                                ? "after about " + candidate.text("latency_millis") + " ms"
                                : "time unknown",
                        peculiarities(candidate));
    }

    /// What is not so with most candidates.
    private static String peculiarities(Facts candidate) {
        StringBuilder more = new StringBuilder();
        if (candidate.number("depth") > 0) {
            more.append("; fallback ").append(candidate.text("depth"));
            more.append(", alias ").append(candidate.text("alias"));
        }
        if (candidate.has("weight") && candidate.number("weight") != 1) {
            more.append("; weight ").append(candidate.text("weight"));
        }
        if (candidate.has("cooling") && !candidate.text("cooling").equals("none")) {
            more.append("; ").append(candidate.words("cooling"));
        }
        if (candidate.isTrue("again")) {
            more.append("; once more");
        }
        List<String> unsupported = candidate.texts("unsupported");
        if (!unsupported.isEmpty()) {
            more.append("; cannot say ").append(String.join(", ", unsupported));
        }
        List<String> adjusted = candidate.texts("adjusted");
        if (!adjusted.isEmpty()) {
            more.append("; takes otherwise: ").append(String.join(", ", adjusted));
        }
        return more.toString();
    }

    static Told attemptFailed(Facts data) {
        List<String> details = new ArrayList<>();
        details.add(
                "where: %s%s, after %s"
                        .formatted(
                                data.words("phase"),
                                data.has("upstream_status")
                                        ? ", provider answered " + data.text("upstream_status")
                                        : "",
                                data.micros("elapsed_micros")));
        details.add(
                data.isTrue("may_be_charged")
                        ? "the provider may charge for it"
                        : "the provider cannot charge for it");
        if (data.at("limit").has("limit")) {
            details.add("no other: all that was left is full, " + data.at("limit").text("limit"));
        }
        return new Told(
                "Attempt %s at %s failed: %s."
                        .formatted(
                                data.text("attempt"),
                                data.text("deployment"),
                                data.words("failure")),
                details);
    }

    static Told completed(Facts data) {
        List<String> details = new ArrayList<>();
        details.add(
                "answered by %s (%s), model %s, finish reason %s; answer of %s"
                        .formatted(
                                data.text("deployment"),
                                data.text("provider"),
                                data.text("upstream_model"),
                                data.text("finish_reason"),
                                data.count("response_bytes", "byte")));
        details.add("provider's request id: " + data.text("provider_request_id"));
        addUse(data, details);
        boolean left = data.text("outcome").equals("client_closed");
        return new Told(
                left ? "Ended because the client left." : "Completed with a whole answer.",
                details);
    }

    static Told failed(Facts data) {
        List<String> details = new ArrayList<>();
        details.add("after " + data.count("attempts", "attempt"));
        addUse(data, details);
        return new Told("Failed: " + data.words("failure") + ".", details);
    }

    static Told abandoned(Facts data) {
        return Told.of(
                "Abandoned: the gateway process that carried it is gone.",
                "process %s, its lease ended at %s"
                        .formatted(data.text("node"), data.text("lease_ended_at")));
    }

    static Told concludedLate(Facts data) {
        List<String> details = new ArrayList<>();
        addUse(data, details);
        return new Told(
                "Concluded late: it had ended as %s%s before it was given up."
                        .formatted(
                                data.words("outcome"),
                                data.has("failure") ? " (" + data.words("failure") + ")" : ""),
                details);
    }

    private static void addUse(Facts data, List<String> details) {
        Facts usage = data.at("usage");
        details.add(
                "usage (%s): %s in, %s from cache, %s into cache, %s out, %s of reasoning"
                        .formatted(
                                data.words("usage_source"),
                                usage.count("input", "token"),
                                usage.text("cached_input"),
                                usage.text("cache_write"),
                                usage.count("output", "token"),
                                usage.text("reasoning")));
        details.add(
                data.has("cost_nano_usd")
                        ? "cost: %s (price %s)"
                                .formatted(data.dollars("cost_nano_usd"), data.text("price_id"))
                        : "cost: unknown, the model has no price");
        Facts timings = data.at("timings");
        details.add(
                "times: admitted after %s, first byte of the provider after %s, end after %s"
                        .formatted(
                                timings.micros("admitted_micros"),
                                timings.micros("first_byte_micros"),
                                timings.micros("total_micros")));
    }

    private static String caller(Facts data) {
        String scope =
                Stream.of("organization", "team", "project")
                        .filter(data::has)
                        .map(data::text)
                        .collect(Collectors.joining("/"));
        String field = data.has("credential") ? " (in %s)".formatted(data.text("credential")) : "";
        return "key " + data.text("key_id") + field + " of " + scope;
    }

    private static String verdict(String verdict) {
        return switch (verdict) {
            case "allow" -> "allowed";
            case "flag" -> "allowed and flagged";
            case "redact" -> "allowed with redactions";
            case "block" -> "blocked";
            default -> verdict;
        };
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
