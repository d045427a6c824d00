package io.affidavit.edge.dialect;

import io.affidavit.edge.dialect.InboundRequest.Splice;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// Reads the kinds of members that requests of all dialects have, and notes wrong ones. The cursor
/// stands before the member's value and behind it afterwards.
public final class MemberReader {

    private static final int MAX_MODEL_BYTES = 1_024;

    private final byte[] body;
    private final JsonCursor json;
    private final FirstFault faults;
    private @Nullable String model;
    private @Nullable Splice modelValue;

    public MemberReader(byte[] body, JsonCursor json, FirstFault faults) {
        this.body = body;
        this.json = json;
        this.faults = faults;
    }

    /// Member `model`: a string.
    public void model() throws JsonException {
        boolean isString = json.peek() == '"';
        int from = json.position();
        model = json.string(MAX_MODEL_BYTES);
        modelValue = new Splice(from, json.position(), "");
        if (!isString) {
            faults.note(FailureCode.INVALID_TYPE, "model", "another type (expected: a string)");
        } else if (model == null) {
            faults.note(FailureCode.INVALID_VALUE, "model", "too long (expected: a model's name)");
        }
    }

    /// Notes a model that never came.
    public void requireModel() {
        if (modelValue == null) {
            faults.note(
                    FailureCode.MISSING_PARAMETER, "model", "missing (expected: a model's name)");
        }
    }

    /// A boolean; `null` is false.
    public boolean flag(String name) throws JsonException {
        byte first = json.peek();
        json.skip();
        if (first != 't' && first != 'f' && first != 'n') {
            faults.note(FailureCode.INVALID_TYPE, name, "another type (expected: true or false)");
        }
        return first == 't';
    }

    /// An integer from 1 to `max`; 0 for `null` and for a wrong one.
    public long count(String name, long max) throws JsonException {
        if (json.peek() == 'n') {
            json.skip();
            return 0;
        }
        int from = json.position();
        long value = json.natural();
        if (value >= 1 && value <= max) {
            return value;
        }
        byte first = body[from];
        boolean number = first == '-' || (first >= '0' && first <= '9');
        faults.note(
                number ? FailureCode.INVALID_VALUE : FailureCode.INVALID_TYPE,
                name,
                "out of range (expected: an integer from 1"
                        + (max == Long.MAX_VALUE ? ")" : " to " + max + ")"));
        return 0;
    }

    /// The model's name, once it is known that no fault was noted.
    public String modelName() {
        return read(model);
    }

    /// Where it stands, once it is known that no fault was noted.
    public Splice modelValue() {
        return read(modelValue);
    }

    private static <T> T read(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("model: unread (expected: a fault noted)");
        }
        return value;
    }
}
