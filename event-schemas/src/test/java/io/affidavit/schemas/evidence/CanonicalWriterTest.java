package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalWriterTest {

    @Test
    void writesEveryKindOfValue() {
        CanonicalWriter writer = new CanonicalWriter(0);
        writer.beginObject();
        writer.name("a").beginArray().value("x").nullValue().value(true).endArray();
        writer.name("b").beginObject().endObject();
        writer.name("c").decimal(-7).name("d").value((String) null).name("e").value(false);
        writer.endObject();

        assertThat(text(writer))
                .isEqualTo(
                        "{\"a\":[\"x\",null,true],\"b\":{},\"c\":\"-7\",\"d\":null,\"e\":false}");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0000, \\u0000
                    0007, \\u0007
                    0008, \\b
                    0009, \\t
                    000a, \\n
                    000b, \\u000b
                    000c, \\f
                    000d, \\r
                    001f, \\u001f
                    0022, \\"
                    005c, \\\\
                    """)
    void escapesAsRfc8785Says(String scalar, String spelled) {
        assertThat(quoted(Character.toString(Integer.parseInt(scalar, 16))))
                .isEqualTo('"' + spelled + '"');
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, '/', 0x7f, 0x80, 0x7ff, 0x800, 0x2028, 0xffff, 0x10000, 0x10ffff})
    void leavesTheRestAsItIs(int scalar) {
        String text = "a" + Character.toString(scalar) + "b";

        assertThat(quoted(text)).isEqualTo('"' + text + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\udfff", "\ud83d.", "\udc00\ud800"})
    void refusesALoneSurrogate(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CanonicalWriter(0).value(text))
                .withMessageContaining("surrogate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a-b", "ä", "a b", "\""})
    void refusesAKeyOutsideTheProfile(String key) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new CanonicalWriter(0).beginObject().name(key));
    }

    @Test
    void refusesKeysThatDoNotAscend() {
        CanonicalWriter writer = new CanonicalWriter(0).beginObject().name("b").nullValue();

        assertThatIllegalStateException().isThrownBy(() -> writer.name("b"));
        assertThatIllegalStateException().isThrownBy(() -> writer.name("a"));
    }

    @Test
    void countsKeysPerObject() {
        CanonicalWriter writer = new CanonicalWriter(0).beginObject();
        writer.name("b").beginObject().name("a").nullValue().endObject().name("c").nullValue();

        assertThat(text(writer.endObject())).isEqualTo("{\"b\":{\"a\":null},\"c\":null}");
    }

    @Test
    void refusesBrokenGrammar() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new CanonicalWriter(0).beginObject().value("v"));
        assertThatIllegalStateException()
                .isThrownBy(() -> new CanonicalWriter(0).beginObject().name("a").name("b"));
        assertThatIllegalStateException()
                .isThrownBy(() -> new CanonicalWriter(0).beginObject().name("a").endObject());
        assertThatIllegalStateException()
                .isThrownBy(() -> new CanonicalWriter(0).beginArray().endObject());
        assertThatIllegalStateException().isThrownBy(() -> new CanonicalWriter(0).endArray());
        assertThatIllegalStateException()
                .isThrownBy(() -> new CanonicalWriter(0).value("a").value("b"));
        assertThatIllegalStateException().isThrownBy(() -> new CanonicalWriter(0).toBytes());
        assertThatIllegalStateException()
                .isThrownBy(() -> new CanonicalWriter(0).beginArray().toBytes());
    }

    @Test
    void nestsSixteenLevelsInARecordAndFifteenInItsData() {
        assertThat(nested(new CanonicalWriter(0), 16)).hasSize(32);
        assertThat(nested(CanonicalWriter.forData(0), 15)).hasSize(30);
        assertThatIllegalStateException().isThrownBy(() -> nested(new CanonicalWriter(0), 17));
        assertThatIllegalStateException().isThrownBy(() -> nested(CanonicalWriter.forData(0), 16));
    }

    private static byte[] nested(CanonicalWriter writer, int levels) {
        for (int i = 0; i < levels; i++) {
            writer.beginArray();
        }
        for (int i = 0; i < levels; i++) {
            writer.endArray();
        }
        return writer.toBytes();
    }

    private static String quoted(String text) {
        return text(new CanonicalWriter(0).value(text));
    }

    private static String text(CanonicalWriter writer) {
        return new String(writer.toBytes(), StandardCharsets.UTF_8);
    }
}
