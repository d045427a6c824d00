package io.affidavit.edge.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.InboundFault;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundResult;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesScannerTest {

    private static final String GOOD =
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @Test
    void keepsWhatTheGatewayMustKnow() {
        InboundRequest request = read(GOOD.replace("{\"model\"", "{\"stream\":true,\"model\""));

        assertThat(request.surface()).isEqualTo(Surface.MESSAGES);
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.stream()).isTrue();
        assertThat(request.maxOutputTokens()).isEqualTo(9);
        assertThat(request.choices()).isEqualTo(1);
    }

    @Test
    void leavesTheRestToTheProvider() {
        String rest =
                "{\"model\":\"m\",\"max_tokens\":9.0,\"system\":[{\"type\":\"x\"}],\"stream\":null,"
                        + "\"temperature\":\"hot\",\"tools\":7,\"system \":1,\"messages\":"
                        + "[{\"role\":\"clown\",\"content\":[{\"type\":9}],\"more\":[]}]}";
        assertThat(read(rest).stream()).isFalse();
        assertThat(read(GOOD.replace("\"hi\"", "[]")).model()).isEqualTo("m");
        assertThat(read(GOOD.replace("{\"model\"", "{\"system\":null,\"model\"")).model())
                .isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"model\":\"m\",; ; model; MISSING_PARAMETER",
                "\"model\":\"m\"; \"model\":5; model; INVALID_TYPE",
                "\"max_tokens\":9,; ; max_tokens; MISSING_PARAMETER",
                "\"max_tokens\":9; \"max_tokens\":null; max_tokens; MISSING_PARAMETER",
                "\"max_tokens\":9; \"max_tokens\":0; max_tokens; INVALID_VALUE",
                "\"max_tokens\":9; \"max_tokens\":-1; max_tokens; INVALID_VALUE",
                "\"max_tokens\":9; \"max_tokens\":1.5; max_tokens; INVALID_VALUE",
                "\"max_tokens\":9; \"max_tokens\":99999999999999999999; max_tokens; INVALID_VALUE",
                "\"max_tokens\":9; \"max_tokens\":\"9\"; max_tokens; INVALID_TYPE",
                "\"max_tokens\":9; \"max_tokens\":9,\"stream\":1; stream; INVALID_TYPE",
                "\"max_tokens\":9; \"max_tokens\":9,\"system\":{}; system; INVALID_TYPE",
                "\"max_tokens\":9; \"max_tokens\":9,\"system\":[1]; system[0]; INVALID_TYPE",
                "\"messages\"; \"message\"; messages; MISSING_PARAMETER",
                "[{\"role\":\"user\",\"content\":\"hi\"}]; []; messages; INVALID_VALUE",
                "[{\"role\":\"user\",\"content\":\"hi\"}]; {}; messages; INVALID_TYPE",
                "[{\"role\":\"user\",\"content\":\"hi\"}]; [1]; messages[0]; INVALID_TYPE",
                "\"role\":\"user\",; ; messages[0].role; MISSING_PARAMETER",
                "\"role\":\"user\"; \"role\":1; messages[0].role; INVALID_TYPE",
                ",\"content\":\"hi\"; ; messages[0].content; MISSING_PARAMETER",
                "\"content\":\"hi\"; \"content\":null; messages[0].content; INVALID_TYPE",
                "\"content\":\"hi\"; \"content\":[{},\"hi\"]; messages[0].content[1]; INVALID_TYPE",
            })
    void tellsWhatIsWrong(String part, String wrong, String param, FailureCode code) {
        InboundFault fault = fault(GOOD.replace(part, wrong == null ? "" : wrong));
        assertThat(fault.param()).isEqualTo(param);
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.message()).startsWith(param + ": ").contains("expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"model\":\"m\",}",
                "{\"model\":\"m\",\"model\":\"n\"}",
                "{\"model\":\"m\",\"mode\\u006c\":\"n\"}",
                "{\"messages\":[{\"role\":\"user\",\"role\":\"assistant\"}]}",
                "{\"metadata\":{\"a\":1,\"a\":2}}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":01}",
                "{} {}",
            })
    void refusesWhatIsNotOneObjectReadOneWay(String body) {
        assertThat(fault(body).code()).isEqualTo(FailureCode.MALFORMED_REQUEST);
    }

    @Test
    void boundsItsDepth() {
        String deep = "[".repeat(200) + "]".repeat(200);
        assertThat(fault(GOOD.replace("\"hi\"", deep)).message()).contains("nested deeper");
    }

    @Test
    void boundsTheNumberOfBlocksAtAnyDepth() {
        String many = "{},".repeat(100_000) + "{}";
        String result = "[{\"type\":\"tool_result\",\"content\":[" + many + "]}]";
        assertThat(fault(GOOD.replace("\"hi\"", "[" + many + "]")).message())
                .contains("more than 100000");
        assertThat(fault(GOOD.replace("\"hi\"", result)).message()).contains("more than 100000");
        String numbers = "[{\"input\":[" + "1,".repeat(100_000) + "1]}]";
        assertThat(read(GOOD.replace("\"hi\"", numbers)).model()).isEqualTo("m");
    }

    @Test
    void takesHalfASurrogatePairAndRefusesBytesThatAreNoText() {
        assertThat(read(GOOD.replace("hi", "\\ud800")).model()).isEqualTo("m");
        byte[] broken = GOOD.getBytes(UTF_8);
        broken[GOOD.indexOf("hi")] = (byte) 0xed;
        assertThat(MessagesScanner.scan(broken)).isInstanceOf(InboundFault.class);
    }

    @Test
    void countsWithoutABoundOnTheAnswer() {
        String bare = GOOD.replace("\"max_tokens\":9,", "");
        assertThat(MessagesScanner.scanToCount(bare.getBytes(UTF_8)))
                .isInstanceOf(InboundRequest.class);
        assertThat(MessagesScanner.scan(bare.getBytes(UTF_8))).isInstanceOf(InboundFault.class);
    }

    @Test
    void anyBytesGiveARequestOrAFault() {
        Seeds.check(
                2_000,
                random -> {
                    byte[] body = GOOD.getBytes(UTF_8);
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
                    }
                    InboundResult result = MessagesScanner.scan(body);
                    if (result instanceof InboundRequest request) {
                        assertThat(TokenEstimate.of(body)).isPositive();
                        assertThat(request.maxOutputTokens()).isPositive();
                    }
                });
    }

    private static InboundRequest read(String body) {
        InboundResult result = MessagesScanner.scan(body.getBytes(UTF_8));
        assertThat(result).isInstanceOf(InboundRequest.class);
        return (InboundRequest) result;
    }

    private static InboundFault fault(String body) {
        InboundResult result = MessagesScanner.scan(body.getBytes(UTF_8));
        assertThat(result).as(body).isInstanceOf(InboundFault.class);
        return (InboundFault) result;
    }
}
