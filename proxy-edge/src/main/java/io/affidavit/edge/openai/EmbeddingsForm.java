package io.affidavit.edge.openai;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Gives embeddings the form the client asked for. The official clients ask for base64 unless told
/// otherwise and decode whatever comes; where a provider answers with numbers all the same, they
/// would read garbage without an error.
public final class EmbeddingsForm {

    private final byte[] body;
    private final JsonCursor json;
    private final ByteArrayOutputStream out;
    private int copied;

    private EmbeddingsForm(byte[] body) {
        this.body = body;
        this.json = new JsonCursor(body, 0, body.length, false);
        this.out = new ByteArrayOutputStream(body.length / 2);
    }

    /// The answer with every vector of numbers as base64 of little-endian floats, if that was asked
    /// for; otherwise, and where there is none, the same bytes.
    ///
    /// @param body an answer that [AnswerMeter] took for one
    public static byte[] asAsked(InboundRequest request, byte[] body) {
        if (!request.base64Asked()) {
            return body;
        }
        EmbeddingsForm form = new EmbeddingsForm(body);
        try {
            return form.encoded();
        } catch (JsonException e) {
            return body; // not an answer: whoever judged it has told so already
        }
    }

    private byte[] encoded() throws JsonException {
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("data") && json.peek() == '[') {
                json.beginArray();
                while (json.nextElement()) {
                    item();
                }
            } else {
                json.skip();
            }
        }
        if (copied == 0) {
            return body;
        }
        out.write(body, copied, body.length - copied);
        return out.toByteArray();
    }

    private void item() throws JsonException {
        if (json.peek() != '{') {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextMember()) {
            if (json.nameIs("embedding") && json.peek() == '[') {
                vector();
            } else {
                json.skip();
            }
        }
    }

    private void vector() throws JsonException {
        int from = json.position();
        ByteArrayOutputStream floats = new ByteArrayOutputStream();
        json.beginArray();
        while (json.nextElement()) {
            json.peek();
            int start = json.position();
            json.skip();
            float number = number(start, json.position());
            int bits = Float.floatToRawIntBits(number);
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                floats.write(bits >> shift);
            }
        }
        out.write(body, copied, from - copied);
        out.write('"');
        out.writeBytes(Base64.getEncoder().encode(floats.toByteArray()));
        out.write('"');
        copied = json.position();
    }

    private float number(int from, int to) throws JsonException {
        byte first = body[from];
        if (first != '-' && (first < '0' || first > '9')) {
            throw json.fault("a number");
        }
        return Float.parseFloat(new String(body, from, to - from, StandardCharsets.US_ASCII));
    }
}
