package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.affidavit.schemas.evidence.FormException.Rule;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalFormTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":[],\"a_\":{\"z\":\"\"},\"b\":null,\"c\":[true,false,\"1\"]}",
                "{\"0\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u20ac\ud83d\ude80\"}",
                "{\"9\":null,\"_\":null,\"a\":null,\"aa\":null}"
            })
    void acceptsTheProfile(String text) {
        assertThatCode(() -> CanonicalForm.check(utf8(text))).doesNotThrowAnyException();
    }

    @Test
    void findsTheEndOfDataInsideARecord() {
        byte[] record = utf8("{\"data\":{\"a\":[{}]},\"id\":1}");

        assertThat(CanonicalForm.endOfData(record, 8)).isEqualTo(18);
        assertThat(
                        catchThrowableOfType(
                                        FormException.class,
                                        () -> CanonicalForm.endOfData(record, 7))
                                .rule())
                .isEqualTo(Rule.MEMBER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a":null,"a":null}      | DUPLICATE_KEY   | 11
                    {"b":null,"a":null}      | KEY_ORDER       | 11
                    {"aa":null,"a":null}     | KEY_ORDER       | 12
                    {"a":{"c":"","b":""}}    | KEY_ORDER       | 14
                    {"A":null}               | KEY_FORM        | 2
                    {"":null}                | KEY_FORM        | 2
                    {"\\u0061":null}         | KEY_FORM        | 2
                    {"a":1}                  | NUMBER          | 5
                    {"a":-1}                 | NUMBER          | 5
                    {"a":[0.5]}              | NUMBER          | 6
                    {"a":1e3}                | NUMBER          | 5
                    {"a": "1"}               | WHITESPACE      | 5
                    {"a" :"1"}               | WHITESPACE      | 4
                    ` {}`                    | TOP_LEVEL       | 0
                    `{} `                    | TRAILING        | 2
                    {}{}                     | TRAILING        | 2
                    []                       | TOP_LEVEL       | 0
                    "a"                      | TOP_LEVEL       | 0
                    null                     | TOP_LEVEL       | 0
                    {"a":nul}                | SYNTAX          | 8
                    {"a":NaN}                | SYNTAX          | 5
                    {"a":'b'}                | SYNTAX          | 5
                    {"a":"b",}               | SYNTAX          | 9
                    {"a":["b",]}             | SYNTAX          | 10
                    {"a"}                    | SYNTAX          | 4
                    {a:"b"}                  | SYNTAX          | 1
                    {"a":"b"                 | TRUNCATED       | 8
                    {"a":"b                  | TRUNCATED       | 7
                    {"a                      | TRUNCATED       | 3
                    {"a":tr                  | TRUNCATED       | 7
                    {                        | TRUNCATED       | 1
                    {"a":"\\/"}              | ESCAPE          | 6
                    {"a":"\\x"}              | ESCAPE          | 6
                    {"a":"\\u0041"}          | ESCAPE          | 6
                    {"a":"\\u000a"}          | ESCAPE          | 6
                    {"a":"\\u001F"}          | ESCAPE          | 6
                    {"a":"\\u00e9"}          | ESCAPE          | 6
                    {"a":"\\u12"}            | ESCAPE          | 6
                    {"a":"\\ud800"}          | SURROGATE       | 6
                    {"a":"\\uDFFF"}          | SURROGATE       | 6
                    {"a":"\\ud83d\\ude80"}   | SURROGATE       | 6
                    """)
    void namesRuleAndOffset(String text, Rule rule, int offset) {
        assertRefused(utf8(text), rule, offset);
    }

    @ParameterizedTest
    @CsvSource({
        "00, CONTROL", "0a, CONTROL", "1f, CONTROL", "80, UTF8", "bf, UTF8", "c0af, UTF8",
        "c1bf, UTF8", "c3, UTF8", "c328, UTF8", "e080af, UTF8", "e282, UTF8", "eda080, SURROGATE",
        "edbfbf, SURROGATE", "f08080af, UTF8", "f4908080, UTF8", "f5808080, UTF8", "ff, UTF8"
    })
    void refusesRawBytesThatAreNoScalarValue(String hex, Rule rule) {
        byte[] head = utf8("{\"a\":\"");
        byte[] middle = HexFormat.of().parseHex(hex);
        byte[] bytes = new byte[head.length + middle.length + 2];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(middle, 0, bytes, head.length, middle.length);
        bytes[bytes.length - 2] = '"';
        bytes[bytes.length - 1] = '}';

        assertRefused(bytes, rule, head.length);
    }

    @Test
    void refusesAByteOrderMarkAndNothingAtAll() {
        assertRefused(utf8("\ufeff{}"), Rule.BYTE_ORDER_MARK, 0);
        assertRefused(new byte[0], Rule.TRUNCATED, 0);
    }

    @Test
    void refusesTheSeventeenthLevel() {
        String inner = "[".repeat(15) + "]".repeat(15);

        assertThatCode(() -> CanonicalForm.check(utf8("{\"a\":" + inner + "}")))
                .doesNotThrowAnyException();
        assertRefused(utf8("{\"a\":[" + inner + "]}"), Rule.DEPTH, 20);
        assertRefused(utf8("{\"a\":" + "[".repeat(50_000)), Rule.DEPTH, 20);
    }

    @Test
    void countsTheRecordAsALevelOfItsData() {
        String data = "{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}";

        FormException refusal =
                catchThrowableOfType(
                        FormException.class, () -> CanonicalForm.checkData(utf8(data)));

        assertThat(refusal.rule()).isEqualTo(Rule.DEPTH);
    }

    private static void assertRefused(byte[] bytes, Rule rule, int offset) {
        FormException refusal =
                catchThrowableOfType(FormException.class, () -> CanonicalForm.check(bytes));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.rule()).isEqualTo(rule);
        assertThat(refusal.offset()).isEqualTo(offset);
        assertThat(refusal).hasMessageStartingWith("offset " + offset + ": ");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
