package io.affidavit.edge.call;

import java.util.UUID;

/// One framed HTTP request.
///
/// @param id ours, UUIDv7; the call's id once it is authenticated
/// @param method as sent
/// @param path still percent-encoded, without query
/// @param query what follows the path after a question mark, still percent-encoded; empty for none
/// @param fields the judged header fields
/// @param body the whole body; empty when `tooLarge`
/// @param bodyBytes length of the body, or the announced length when `tooLarge`
/// @param tooLarge whether the body was refused unread
/// @param source address of the peer's socket, without port
/// @param receivedNanos [System#nanoTime] when the last byte had come
@SuppressWarnings("ArrayRecordComponent") // a body can be 16 MiB: one array, never a copy
public record ClientRequest(
        UUID id,
        String method,
        String path,
        String query,
        ClientFields fields,
        byte[] body,
        long bodyBytes,
        boolean tooLarge,
        String source,
        long receivedNanos) {

    /// The id as `x-request-id` shows it.
    public String requestId() {
        return "req_" + id;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "ClientRequest[" + id + " " + method + ", " + bodyBytes + " bytes]";
    }
}
