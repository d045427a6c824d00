package io.affidavit.edge.json;

/// Bytes that are not the JSON asked for. Leaves the package never; without a stack trace, because
/// a client can cause it at will.
public final class JsonException extends Exception {

    private static final long serialVersionUID = 1;

    public JsonException(String message) {
        super(message, null, false, false);
    }
}
