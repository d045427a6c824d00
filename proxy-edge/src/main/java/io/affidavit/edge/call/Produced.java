package io.affidavit.edge.call;

import io.affidavit.edge.dialect.AnswerFacts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What an attempt produced, whole or up to where it ended.
///
/// @param bytes a whole answer's body, or the events of a stream that the client was sent
/// @param ending the events that end a whole stream and are still held; empty otherwise
/// @param facts what it says of itself, as far as it was read
/// @param begun whether the client has seen some of it
/// @param requestId the provider's id of the request; `null` when none came
/// @param firstByteMicros from the attempt's start to its first byte; `null` when none came
@SuppressWarnings("ArrayRecordComponent") // an answer can be many MiB: one array, never a copy
public record Produced(
        byte[] bytes,
        byte[] ending,
        AnswerFacts facts,
        boolean begun,
        @Nullable String requestId,
        @Nullable Long firstByteMicros) {

    /// Length of the answer as the client gets it.
    public long length() {
        return (long) bytes.length + ending.length;
    }

    /// The same with another body.
    public Produced saying(byte[] body) {
        return new Produced(body, ending, facts, begun, requestId, firstByteMicros);
    }

    /// The same with another end of its stream.
    public Produced endingIn(byte[] events) {
        return new Produced(bytes, events, facts, begun, requestId, firstByteMicros);
    }

    /// The answer as the client gets it.
    public byte[] all() {
        if (ending.length == 0) {
            return bytes;
        }
        byte[] all = Arrays.copyOf(bytes, bytes.length + ending.length);
        System.arraycopy(ending, 0, all, bytes.length, ending.length);
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "Produced[" + length() + " bytes]";
    }
}
