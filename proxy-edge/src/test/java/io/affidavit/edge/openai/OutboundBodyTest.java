package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.schemas.call.Surface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundBodyTest {

    private static final String USAGE = "\"include_usage\":true";

    @Test
    void keepsEveryOtherByte() {
        String body =
                " {\t\"seed\" : 12345678901234567890123, \"x\":1.0e+05,\n"
                        + "\"model\" : \"fast\" ,\"messages\":[{\"role\":\"user\","
                        + "\"content\":[{\"type\":\"new_kind\",\"data\":\"\\u00e9é\"}]}],"
                        + "\"unknown\":{\"a\":[null,{}]} }\r\n";

        assertThat(rewrite(body)).isEqualTo(body.replace("\"fast\"", "\"vendor/m-1\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{M,H,\"stream\":true}|{M,H,\"stream\":true,\"stream_options\":{U}}",
                "{M,H,\"stream\":true }|{M,H,\"stream\":true ,\"stream_options\":{U}}",
                "{\"stream_options\":{},\"stream\":true,H,M}|{\"stream_options\":{U},\"stream\":true,H,M}",
                "{\"stream_options\":null,\"stream\":true,H,M}|{\"stream_options\":{U},\"stream\":true,H,M}",
                "{M,H,\"stream\":true,\"stream_options\":{\"a\":1}}|{M,H,\"stream\":true,\"stream_options\":{U,\"a\":1}}",
                "{M,H,\"stream\":true,\"stream_options\":{\"include_usage\":false,\"a\":1}}"
                        + "|{M,H,\"stream\":true,\"stream_options\":{U,\"a\":1}}",
                "{M,H,\"stream\":true,\"stream_options\":{\"include_usage\":null}}"
                        + "|{M,H,\"stream\":true,\"stream_options\":{U}}",
                "{M,H,\"stream\":true,\"stream_options\":{U}}|{M,H,\"stream\":true,\"stream_options\":{U}}",
                "{M,H,\"stream\":false}|{M,H,\"stream\":false}",
            })
    void asksForUsageInEveryStream(String body, String expected) {
        assertThat(rewrite(filled(body, "fast"))).isEqualTo(filled(expected, "vendor/m-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{A,M,H}|{M,H}",
                "{ A , M,H}|{M,H}",
                "{M,A,H}|{M,H}",
                "{M,H , A }|{M,H }",
                "{M,H,A,\"stream\":true}|{M,H,\"stream\":true,\"stream_options\":{U}}",
                "{M,H,\"stream\":true,A}|{M,H,\"stream\":true,\"stream_options\":{U}}",
                "{A,\"stream\":true,\"stream_options\":{},M,H}"
                        + "|{\"stream\":true,\"stream_options\":{U},M,H}",
                "{M,H,\"usage\":null}|{M,H}",
            })
    void leavesOutWhatIsSaidToTheGatewayAlone(String body, String expected) {
        String asking = body.replace("A", "\"usage\":{\"include\":true}");
        assertThat(rewrite(filled(asking, "fast"))).isEqualTo(filled(expected, "vendor/m-1"));
    }

    @Test
    void escapesTheProvidersName() {
        InboundRequest request = scan(filled("{M,H}", "fast"));

        assertThat(new String(OutboundBody.rewrite(request, "a\"b\\c\nd"), UTF_8))
                .contains("\"model\":\"a\\\"b\\\\c\\nd\"");
    }

    private static String filled(String body, String model) {
        return body.replace("M", "\"model\":\"" + model + "\"")
                .replace("H", "\"messages\":[{\"role\":\"user\"}]")
                .replace("U", USAGE);
    }

    private static String rewrite(String body) {
        return new String(OutboundBody.rewrite(scan(body), "vendor/m-1"), UTF_8);
    }

    private static InboundRequest scan(String body) {
        return (InboundRequest) RequestScanner.scan(Surface.CHAT_COMPLETIONS, body.getBytes(UTF_8));
    }
}
