package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.FirstFault;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.value.FailureCode;

/// Reads the prompt of a text completion: a text, a list of texts, tokens, or a list of those.
final class PromptScanner {

    private static final int MAX_PROMPTS = 2_048;

    private PromptScanner() {}

    /// Passes over it.
    ///
    /// @return how many prompts it is, each of which is answered; at least 1
    static long scan(JsonCursor json, FirstFault faults) throws JsonException {
        byte first = json.peek();
        if (first != '[') {
            json.skip();
            if (first != '"') {
                faults.note(
                        FailureCode.INVALID_TYPE,
                        "prompt",
                        "another type (expected: a string or an array)");
            }
            return 1;
        }
        json.beginArray();
        long items = 0;
        boolean tokens = false;
        while (json.nextElement()) {
            byte item = json.peek();
            tokens |= item != '"' && item != '[';
            items++;
            json.skip();
        }
        if (items == 0) {
            faults.note(
                    FailureCode.INVALID_VALUE, "prompt", "empty (expected: some text or tokens)");
        } else if (!tokens && items > MAX_PROMPTS) {
            faults.note(
                    FailureCode.INVALID_VALUE,
                    "prompt",
                    "too many (expected: up to " + MAX_PROMPTS + " prompts)");
        }
        return tokens ? 1 : Math.max(1, items);
    }
}
