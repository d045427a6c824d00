package io.affidavit.edge.translate;

import java.util.Locale;
import java.util.regex.Pattern;

/// What names of OpenAI's models say about the members they take (API reference, read 2026-11-20).
final class OpenAiModels {

    /// Names may stand behind a vendor and a slash.
    private static final Pattern OWN = Pattern.compile("(?:.*/)?(?:gpt-|chatgpt-|o[0-9]).*");

    private static final Pattern REASONING =
            Pattern.compile("(?:.*/)?(?:o[0-9]|gpt-oss|gpt-(?:[5-9]|[1-9][0-9])(?!.*chat)).*");

    private OpenAiModels() {}

    /// The member that bounds the answer: the old one is refused by OpenAI's newer models, the new
    /// one is unknown to many other servers.
    static String maxTokens(String model) {
        return matches(OWN, model) ? "max_completion_tokens" : "max_tokens";
    }

    /// Whether it takes `reasoning_effort`; others refuse the call for it.
    static boolean takesEffort(String model) {
        return matches(REASONING, model);
    }

    private static boolean matches(Pattern pattern, String model) {
        return pattern.matcher(model.toLowerCase(Locale.ROOT)).matches();
    }
}
