package io.affidavit.edge.server;

import io.affidavit.edge.call.ClientFields;
import io.affidavit.edge.call.ClientRequest;
import java.util.UUID;

/// A request line and those header values the edge judges. All other header fields were checked for
/// their form and dropped; none of them travels further.
///
/// @param method as sent, compared exactly
/// @param path path of the target, without query, still percent-encoded
/// @param query of the target, still percent-encoded; empty for none
/// @param http10 whether the client speaks HTTP/1.0
/// @param keepAlive whether the client allows another request on this connection
/// @param chunked whether the body comes in chunks
/// @param contentLength announced length of the body; 0 for none, -1 when chunked
/// @param expectContinue whether the client waits for `100 Continue`
/// @param fields the judged header fields
record RequestHead(
        String method,
        String path,
        String query,
        boolean http10,
        boolean keepAlive,
        boolean chunked,
        long contentLength,
        boolean expectContinue,
        ClientFields fields) {

    /// The head of a request that has none worth the name.
    static final RequestHead NONE =
            new RequestHead("", "", "", false, false, false, 0, false, ClientFields.NONE);

    /// The whole request.
    ///
    /// @param tooLarge whether the body was refused unread
    /// @param source address of the peer's socket, without port
    /// @param receivedNanos when the last byte had come
    ClientRequest request(
            UUID id, byte[] body, boolean tooLarge, String source, long receivedNanos) {
        return new ClientRequest(
                id,
                method,
                path,
                query,
                fields,
                body,
                tooLarge ? contentLength : body.length,
                tooLarge,
                source,
                receivedNanos);
    }

    /// The same head, but the connection ends with its answer.
    RequestHead withoutNext() {
        return new RequestHead(
                method, path, query, http10, false, chunked, contentLength, expectContinue, fields);
    }

    boolean hasBody() {
        return contentLength != 0;
    }
}
