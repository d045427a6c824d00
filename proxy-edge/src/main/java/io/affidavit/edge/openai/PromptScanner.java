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
        boolean empty = true;
        long prompts = 0;
        while (json.nextElement()) {
            empty = false;
            byte item = json.peek();
            prompts += item == '"' || item == '[' ? 1 : 0; // all others are tokens of one prompt
            json.skip();
        }
        if (empty) {
            faults.note(
                    FailureCode.INVALID_VALUE, "prompt", "empty (expected: some text or tokens)");
        } else if (prompts > MAX_PROMPTS) {
            faults.note(
                    FailureCode.INVALID_VALUE,
                    "prompt",
                    "too many (expected: up to " + MAX_PROMPTS + " prompts)");
        }
        return Math.max(1, prompts);
    }
}
