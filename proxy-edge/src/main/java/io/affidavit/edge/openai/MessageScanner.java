package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.FirstFault;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.value.FailureCode;

/// Reads the messages of a chat: objects with a role each. What roles and contents there are is the
/// provider's to say.
final class MessageScanner {

    private MessageScanner() {}

    /// Passes over the array and notes what no provider could accept.
    static void scan(JsonCursor json, FirstFault faults) throws JsonException {
        if (json.peek() != '[') {
            faults.note(FailureCode.INVALID_TYPE, "messages", "another type (expected: an array)");
            json.skip();
            return;
        }
        json.beginArray();
        int index = 0;
        while (json.nextElement()) {
            message(json, index++, faults);
        }
        if (index == 0) {
            faults.note(
                    FailureCode.INVALID_VALUE,
                    "messages",
                    "empty (expected: at least one message)");
        }
    }

    private static void message(JsonCursor json, int index, FirstFault faults)
            throws JsonException {
        if (json.peek() != '{') {
            faults.note(
                    FailureCode.INVALID_TYPE,
                    "messages[" + index + "]",
                    "another type (expected: an object)");
            json.skip();
            return;
        }
        boolean role = false;
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("role")) {
                role = true;
                if (json.peek() != '"') {
                    faults.note(
                            FailureCode.INVALID_TYPE,
                            "messages[" + index + "].role",
                            "another type (expected: a string)");
                }
            }
            json.skip();
        }
        if (!role) {
            faults.note(
                    FailureCode.MISSING_PARAMETER,
                    "messages[" + index + "].role",
                    "missing (expected: a role)");
        }
    }
}
