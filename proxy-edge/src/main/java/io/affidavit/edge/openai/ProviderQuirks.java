package io.affidavit.edge.openai;

import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one provider of the OpenAI-dialect family does differently (providers' references, read
/// 2026-11). Everything else the readers take as it comes from anybody: error objects nested, flat
/// or as a text, codes as words or numbers, HTML, comments, blank lines, usage with or without
/// being asked for.
///
/// @param name for people
/// @param hosts ends of the host names it answers at; none for the general case
/// @param statuses what an error status means there, where that is not what it means elsewhere
/// @param finishReasons reasons of its own why an answer ended, as the ones clients know
/// @param faultyFinishes reasons that say that the answer is none
/// @param requestIdHeader where its id of a request stands, besides `x-request-id`
/// @param limitHeaders beginnings of the names of its rate limit headers
public record ProviderQuirks(
        String name,
        List<String> hosts,
        Map<Integer, Meaning> statuses,
        Map<String, String> finishReasons,
        Set<String> faultyFinishes,
        @Nullable String requestIdHeader,
        List<String> limitHeaders) {

    /// What a status means.
    ///
    /// @param code what the client is told
    /// @param mayPass whether the same deployment can do better in a moment
    public record Meaning(FailureCode code, boolean mayPass) {}

    private static final String LIMITS = "x-ratelimit-";

    /// Whoever is not in the table.
    public static final ProviderQuirks GENERAL = named("any other").build();

    private static final List<ProviderQuirks> TABLE =
            List.of(
                    named("OpenAI").at("api.openai.com").build(),
                    named("Mistral")
                            .at("api.mistral.ai")
                            .finish("model_length", "length")
                            .limits("x-ratelimitbysize-")
                            .build(),
                    named("Cohere").at("api.cohere.ai", "api.cohere.com").build(),
                    // 413: the request is above the tokens a minute that the account has left.
                    named("Groq")
                            .at("api.groq.com")
                            .status(413, FailureCode.UPSTREAM_RATE_LIMITED, false)
                            .status(498, FailureCode.UPSTREAM_OVERLOADED, true)
                            .build(),
                    named("Together")
                            .at("api.together.xyz", "api.together.ai")
                            .status(403, FailureCode.CONTEXT_LENGTH_EXCEEDED, false)
                            .finish("eos", "stop")
                            .build(),
                    named("DeepSeek")
                            .at("api.deepseek.com")
                            .status(402, FailureCode.UPSTREAM_AUTH_ERROR, false)
                            .faulty("insufficient_system_resource")
                            .build(),
                    named("xAI").at("api.x.ai").build(),
                    // 412: the account is suspended, or its fine-tuned model failed to load.
                    named("Fireworks")
                            .at("api.fireworks.ai")
                            .status(412, FailureCode.UPSTREAM_AUTH_ERROR, false)
                            .build(),
                    named("OpenRouter")
                            .at("openrouter.ai")
                            .faulty("error")
                            .requestId("x-generation-id")
                            .build());

    private static final Map<String, String> FINISH_REASONS = finishReasons(TABLE);
    private static final Set<String> FAULTY_FINISHES = faultyFinishes(TABLE);

    /// The provider at a host; [#GENERAL] where nobody is known there.
    public static ProviderQuirks of(String host) {
        for (ProviderQuirks quirks : TABLE) {
            for (String end : quirks.hosts) {
                if (host.equals(end) || host.endsWith("." + end)) {
                    return quirks;
                }
            }
        }
        return GENERAL;
    }

    /// All providers of the table.
    public static List<ProviderQuirks> all() {
        return TABLE;
    }

    /// What a status means here; `null` where it means what it means elsewhere.
    public @Nullable Meaning meaning(int status) {
        return statuses.get(status);
    }

    /// A finish reason as clients know it, whoever gave it: a self-hosted server takes over the
    /// words of the one it was made like.
    static String finishReason(String reason) {
        return FINISH_REASONS.getOrDefault(reason, reason);
    }

    /// Whether an answer that ended for this reason is none.
    static boolean isFaulty(String reason) {
        return FAULTY_FINISHES.contains(reason);
    }

    private static Map<String, String> finishReasons(List<ProviderQuirks> table) {
        Map<String, String> all = new TreeMap<>();
        table.forEach(quirks -> all.putAll(quirks.finishReasons));
        return Map.copyOf(all);
    }

    private static Set<String> faultyFinishes(List<ProviderQuirks> table) {
        return Set.copyOf(
                table.stream().flatMap(quirks -> quirks.faultyFinishes.stream()).toList());
    }

    private static Entry named(String name) {
        return new Entry(name);
    }

    /// A row of the table under construction.
    private static final class Entry {

        private final String name;
        private final Map<Integer, Meaning> statuses = new TreeMap<>();
        private final Map<String, String> finishReasons = new TreeMap<>();
        private List<String> hosts = List.of();
        private Set<String> faulty = Set.of();
        private List<String> limits = List.of(LIMITS);
        private @Nullable String requestIdHeader;

        private Entry(String name) {
            this.name = name;
        }

        private Entry at(String... ends) {
            hosts = List.of(ends);
            return this;
        }

        private Entry status(int status, FailureCode code, boolean mayPass) {
            statuses.put(status, new Meaning(code, mayPass));
            return this;
        }

        private Entry finish(String own, String known) {
            finishReasons.put(own, known);
            return this;
        }

        private Entry faulty(String reason) {
            faulty = Set.of(reason);
            return this;
        }

        private Entry requestId(String header) {
            requestIdHeader = header;
            return this;
        }

        private Entry limits(String own) {
            limits = List.of(LIMITS, own);
            return this;
        }

        private ProviderQuirks build() {
            return new ProviderQuirks(
                    name,
                    hosts,
                    Map.copyOf(statuses),
                    Map.copyOf(finishReasons),
                    faulty,
                    requestIdHeader,
                    limits);
        }
    }
}
