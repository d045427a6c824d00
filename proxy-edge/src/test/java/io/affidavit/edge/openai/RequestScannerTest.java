package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.InboundFault;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundResult;
import io.affidavit.edge.json.JsonCursor;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScannerTest {

    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @Test
    void readsWhatTheGatewayMustKnow() {
        InboundRequest request =
                request(
                        "{\"model\":\"fast\","
                                + HELLO
                                + ",\"stream\":true,\"n\":3,\"max_tokens\":10,"
                                + "\"stream_options\":{\"include_usage\":true}}");

        assertThat(request.model()).isEqualTo("fast");
        assertThat(request.stream()).isTrue();
        assertThat(request.usageAsked()).isTrue();
        assertThat(request.choices()).isEqualTo(3);
        assertThat(request.maxOutputTokens()).isEqualTo(10);
    }

    @Test
    void takesNullForAbsent() {
        InboundRequest request =
                request(
                        "{\"model\":\"fast\","
                                + HELLO
                                + ",\"stream\":null,\"n\":null,\"max_tokens\":null,\"models\":null,"
                                + "\"stream_options\":null}");

        assertThat(request.stream()).isFalse();
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.maxOutputTokens()).isZero();
    }

    @Test
    void readsNamesAndModelsHoweverTheyAreEscaped() {
        InboundRequest request = request("{\"mod\\u0065l\":\"f\\u0061st\\/1\"," + HELLO + "}");

        assertThat(request.model()).isEqualTo("fast/1");
    }

    @Test
    void looksForMembersOnlyWhereTheyBelong() {
        InboundRequest request =
                request(
                        "{\"metadata\":{\"model\":\"other\",\"stream\":true,\"messages\":7},"
                                + HELLO
                                + ",\"model\":\"fast\"}");

        assertThat(request.model()).isEqualTo("fast");
        assertThat(request.stream()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"model\"",
                "{",
                "{}}",
                "{} {}",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":[1,]}",
                "{\"a\":[,1]}",
                "{\"a\":[1 2]}",
                "{\"a\":[1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":tru}",
                "{\"a\":nullx}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":\"",
                "{\"a\":1}/* end */",
                "\uFEFF{\"a\":1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"b\":{\"x\":1,\"y\":2,\"x\":3}}",
            })
    void refusesWhatIsNoJsonObject(String body) {
        InboundFault fault = fault(body);

        assertThat(fault.code()).isEqualTo(FailureCode.MALFORMED_REQUEST);
        assertThat(fault.message()).startsWith("body: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff",
                "\u00c3",
                "\u00c3(",
                "\u00c0\u00af", // overlong slash
                "\u00e0\u0080\u00af",
                "\u00ed\u00a0\u0080", // surrogate
                "\u00f4\u0090\u0080\u0080", // above U+10FFFF
                "\u00f0\u0080\u0080\u00af",
                "\u0080",
                "\u00e2\u0082",
            })
    void refusesWhatIsNotUtf8(String oneCharacterAByte) {
        byte[] body = ("{\"model\":\"" + oneCharacterAByte + "\"}").getBytes(ISO_8859_1);

        assertThat(((InboundFault) RequestScanner.scan(Surface.CHAT_COMPLETIONS, body)).code())
                .isEqualTo(FailureCode.MALFORMED_REQUEST);
    }

    @Test
    void boundsDepth() {
        int depth = JsonCursor.MAX_DEPTH;
        String deep = "[".repeat(depth - 1) + "]".repeat(depth - 1);
        request("{\"model\":\"fast\"," + HELLO + ",\"x\":" + deep + "}");

        assertThat(fault("{\"x\":[" + deep + "]}").message()).contains("deeper");
        assertThat(fault("{\"x\":" + "[".repeat(5_000_000)).message()).contains("deeper");
    }

    @Test
    void findsAMemberNamedTwiceInALongObject() {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 9_000; i++) {
            members.append(",\"m").append(i).append("\":").append(i);
        }
        request("{\"model\":\"fast\"," + HELLO + members + "}");

        String twice = ",\"m7\":0,\"m\\u00319\":0}";
        assertThat(fault("{\"model\":\"fast\"," + HELLO + members + twice).message())
                .contains("twice");
        String many = members.toString().replace("\"m", "\"n");
        assertThat(fault("{\"model\":\"fast\"," + HELLO + members + many + "}").message())
                .contains("more than 10000 members");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{H}|MISSING_PARAMETER|model",
                "{\"model\":\"fast\"}|MISSING_PARAMETER|messages",
                "{\"model\":7,H}|INVALID_TYPE|model",
                "{\"model\":null,H}|INVALID_TYPE|model",
                "{\"model\":\"fast\",\"messages\":null}|INVALID_TYPE|messages",
                "{\"model\":\"fast\",\"messages\":\"hi\"}|INVALID_TYPE|messages",
                "{\"model\":\"fast\",\"messages\":{}}|INVALID_TYPE|messages",
                "{\"model\":\"fast\",\"messages\":[ ]}|INVALID_VALUE|messages",
                "{\"model\":\"fast\",\"messages\":[\"hi\"]}|INVALID_TYPE|messages[0]",
                "{\"model\":\"fast\",\"messages\":[{}]}|MISSING_PARAMETER|messages[0].role",
                "{\"model\":\"fast\",\"messages\":[{\"role\":1}]}|INVALID_TYPE|messages[0].role",
                "{\"model\":\"fast\",H,\"stream\":\"true\"}|INVALID_TYPE|stream",
                "{\"model\":\"fast\",H,\"stream\":1}|INVALID_TYPE|stream",
                "{\"model\":\"fast\",H,\"n\":0}|INVALID_VALUE|n",
                "{\"model\":\"fast\",H,\"n\":129}|INVALID_VALUE|n",
                "{\"model\":\"fast\",H,\"n\":1.5}|INVALID_VALUE|n",
                "{\"model\":\"fast\",H,\"n\":\"1\"}|INVALID_TYPE|n",
                "{\"model\":\"fast\",H,\"max_tokens\":-3}|INVALID_VALUE|max_tokens",
                "{\"model\":\"fast\",H,\"max_tokens\":1e99}|INVALID_VALUE|max_tokens",
                "{\"model\":\"fast\",H,\"max_completion_tokens\":[]}|INVALID_TYPE|max_completion_tokens",
                "{\"model\":\"fast\",H,\"models\":[\"dear\"]}|UNSUPPORTED_PARAMETER|models",
                "{\"fallbac\\u006bs\":[\"x\"],\"model\":\"fast\",H}|UNSUPPORTED_PARAMETER|fallbacks",
                "{\"model\":\"fast\",H,\"stream_options\":{}}|INVALID_VALUE|stream_options",
                "{\"model\":\"fast\",H,\"stream\":true,\"stream_options\":7}|INVALID_TYPE|stream_options",
            })
    void namesTheMemberAtFault(String body, FailureCode code, String param) {
        InboundFault fault = fault(body.replace("H", HELLO));

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.param()).isEqualTo(param);
        assertThat(fault.message()).startsWith(param + ": ").contains("expected: ");
    }

    @Test
    void tellsMalformedBeforeWrong() {
        assertThat(fault("{\"model\":7,\"messages\":[}").code())
                .isEqualTo(FailureCode.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"e\",\"input\":null}|INVALID_TYPE",
                "{\"model\":\"e\",\"input\":7}|INVALID_TYPE",
                "{\"model\":\"e\",\"input\":\"\"}|INVALID_VALUE",
                "{\"model\":\"e\",\"input\":[ ]}|INVALID_VALUE",
                "{\"model\":\"e\"}|MISSING_PARAMETER",
            })
    void judgesWhatIsToBeEmbedded(String body, FailureCode code) {
        InboundFault fault = (InboundFault) scan(Surface.EMBEDDINGS, body);

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.param()).isEqualTo("input");
    }

    @Test
    void readsARequestForEmbeddings() {
        InboundRequest request =
                (InboundRequest)
                        scan(
                                Surface.EMBEDDINGS,
                                "{\"input\":[[1,2]],\"model\":\"e\",\"encoding_format\":\"base64\"}");

        assertThat(request.base64Asked()).isTrue();
        assertThat(request.stream()).isFalse();
    }

    private static InboundResult scan(Surface surface, String body) {
        return RequestScanner.scan(surface, body.getBytes(UTF_8));
    }

    private static InboundRequest request(String body) {
        InboundResult result = scan(Surface.CHAT_COMPLETIONS, body);
        assertThat(result).isInstanceOf(InboundRequest.class);
        return (InboundRequest) result;
    }

    private static InboundFault fault(String body) {
        InboundResult result = scan(Surface.CHAT_COMPLETIONS, body);
        assertThat(result).isInstanceOf(InboundFault.class);
        return (InboundFault) result;
    }
}
