package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.schemas.call.Surface;
import org.junit.jupiter.api.Test;

class EmbeddingsFormTest {

    private static final String FLOATS =
            "{\"data\":[{\"embedding\":[1, -2.5e0],\"index\":0,\"x\":12345678901234567890},"
                    + "{\"index\":1,\"embedding\":[]}],\"model\":\"e\"}";

    @Test
    void encodesNumbersWhereBase64WasAskedFor() {
        assertThat(form(true, FLOATS))
                .isEqualTo(
                        FLOATS.replace("[1, -2.5e0]", "\"AACAPwAAIMA=\"")
                                .replace("\"embedding\":[]", "\"embedding\":\"\""));
    }

    @Test
    void leavesEverythingElseAlone() {
        String encoded = FLOATS.replace("[1, -2.5e0]", "\"AACAPw==\"").replace("[]", "null");

        assertThat(form(false, FLOATS)).isEqualTo(FLOATS);
        assertThat(form(true, encoded)).isEqualTo(encoded);
        assertThat(form(true, "{\"data\":[{\"embedding\":[true]}]}"))
                .isEqualTo("{\"data\":[{\"embedding\":[true]}]}");
    }

    private static String form(boolean base64, String answer) {
        String format = base64 ? "base64" : "float";
        String request = "{\"model\":\"e\",\"input\":\"a\",\"encoding_format\":\"" + format + "\"}";
        InboundRequest inbound =
                (InboundRequest) RequestScanner.scan(Surface.EMBEDDINGS, request.getBytes(UTF_8));
        return new String(EmbeddingsForm.asAsked(inbound, answer.getBytes(UTF_8)), UTF_8);
    }
}
