package io.affidavit.edge.anthropic;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// One event of a streamed message, checked to be one JSON object and taken apart one level deep.
/// What it is follows from its member `type`; the name of the event only repeats it.
///
/// @param index of the content block it is about; -1 for none
/// @param message of a start
/// @param block of a block's start
/// @param delta of a block's or the message's change
/// @param usage of the message's change
public record MessageEvent(
        Type type,
        long index,
        @Nullable JsonValue message,
        @Nullable JsonValue block,
        @Nullable JsonValue delta,
        @Nullable JsonValue usage) {

    /// Kinds of events.
    public enum Type {
        MESSAGE_START,
        BLOCK_START,
        BLOCK_DELTA,
        BLOCK_STOP,
        MESSAGE_DELTA,
        MESSAGE_STOP,
        ERROR,
        /// `ping`, and whatever is yet to come.
        OTHER
    }

    private static final int MAX_TYPE_BYTES = 64;

    /// Reads the data of an event.
    ///
    /// @throws JsonException where it is no JSON object
    public static MessageEvent of(byte[] bytes, int from, int to) throws JsonException {
        JsonCursor json = new JsonCursor(bytes, from, to, false);
        String type = null;
        long index = -1;
        JsonValue message = null;
        JsonValue block = null;
        JsonValue delta = null;
        JsonValue usage = null;
        boolean error = false;
        json.beginObject();
        while (json.nextMember()) {
            switch (json.name()) {
                case "type" -> type = json.string(MAX_TYPE_BYTES);
                case "index" -> index = json.natural();
                case "message" -> message = object(json);
                case "content_block" -> block = object(json);
                case "delta" -> delta = object(json);
                case "usage" -> usage = object(json);
                case "error" -> error = !json.value().isNull();
                default -> json.skip();
            }
        }
        json.finish();
        return new MessageEvent(type(type, error), index, message, block, delta, usage);
    }

    private static @Nullable JsonValue object(JsonCursor json) throws JsonException {
        JsonValue value = json.value();
        return value.isObject() ? value : null;
    }

    private static Type type(@Nullable String name, boolean error) {
        return switch (name == null ? "" : name) {
            case "message_start" -> Type.MESSAGE_START;
            case "content_block_start" -> Type.BLOCK_START;
            case "content_block_delta" -> Type.BLOCK_DELTA;
            case "content_block_stop" -> Type.BLOCK_STOP;
            case "message_delta" -> Type.MESSAGE_DELTA;
            case "message_stop" -> Type.MESSAGE_STOP;
            case "error" -> Type.ERROR;
            case "" -> error ? Type.ERROR : Type.OTHER;
            default -> Type.OTHER;
        };
    }
}
