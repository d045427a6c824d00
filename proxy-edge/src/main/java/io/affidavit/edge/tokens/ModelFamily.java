package io.affidavit.edge.tokens;

import java.util.List;

/// Which tokenizer a model has, by its name. Our own table: libraries map new names to old
/// tokenizers. OpenAI's model reference, read 2026-11.
public enum ModelFamily {
    /// OpenAI since 2024: exact.
    O200K("o200k_base/1"),
    /// OpenAI before: exact.
    CL100K("cl100k_base/1"),
    /// Anybody else, whose tokenizer is not published or unknown: more than any of them is known to
    /// need for ordinary text.
    OTHER("o200k_base_135_or_utf8_bytes_div3/1");

    private static final List<String> NEW =
            List.of(
                    "gpt-4o",
                    "gpt-4.1",
                    "gpt-4.5",
                    "gpt-5",
                    "gpt-oss",
                    "chatgpt-4o",
                    "o1",
                    "o3",
                    "o4");

    private static final List<String> OLD =
            List.of("gpt-4", "gpt-3.5", "text-embedding-3", "text-embedding-ada-002");

    private static final String INFLATED = "gpt-4o-mini";
    private static final long IMAGE = 5_000;
    private static final long INFLATED_IMAGE = 48_169;

    private final String method;

    ModelFamily(String method) {
        this.method = method;
    }

    /// How an estimate by it is made, as records say it.
    String method() {
        return method;
    }

    /// The family of a model, whatever vendor is named before it.
    static ModelFamily of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        if (NEW.stream().anyMatch(begin -> is(name, begin))) {
            return O200K;
        }
        return OLD.stream().anyMatch(begin -> is(name, begin)) ? CL100K : OTHER;
    }

    /// The most tokens that an image of unknown size counts: no provider is known to count more,
    /// but for one model, which counts each image many times over.
    static long imageTokens(String model) {
        return is(model.substring(model.lastIndexOf('/') + 1), INFLATED) ? INFLATED_IMAGE : IMAGE;
    }

    /// A name, or one with a dash and more behind it: `gpt-4-turbo` and `gpt-4o-2024-08-06`, not
    /// `gpt-4x`.
    private static boolean is(String name, String begin) {
        return name.startsWith(begin)
                && (name.length() == begin.length()
                        || "-.:".indexOf(name.charAt(begin.length())) >= 0);
    }
}
