package io.affidavit.edge.call;

import java.util.List;

/// A whole answer to a client.
///
/// @param status HTTP status
/// @param body JSON; empty for none
/// @param fields header fields beyond the ones every answer carries
/// @param close whether the connection ends with it
@SuppressWarnings("ArrayRecordComponent") // an answer can be many MiB: one array, never a copy
public record Answer(int status, byte[] body, List<Field> fields, boolean close) {

    public Answer {
        fields = List.copyOf(fields);
    }

    /// A header field. Names and values are ours: visible ASCII.
    public record Field(String name, String value) {}

    /// Name of a receipt, as header field and in the comment of a stream.
    public static final String RECEIPT = "x-affidavit-receipt";

    /// A good answer to an authenticated request.
    public static Answer ok(CallContext call, byte[] body) {
        return new Answer(200, body, call.head().ofWhole(), false);
    }

    /// Header field of the call's id.
    public static Field callId(ClientRequest request) {
        return new Field("x-affidavit-call-id", request.id().toString());
    }

    /// Header field of a receipt.
    static Field receipt(String text) {
        return new Field(RECEIPT, text);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return status;
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
