package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartTest {

    @Test
    void neverPrintsWhatItCarries() {
        Part.Content secret = text("reason", "secret");
        PartKeys keys = new PartKeys(new byte[32], new byte[32]);

        assertThat(secret).hasToString("Content[name=reason, length=6]");
        assertThat(keys).hasToString("PartKeys[]");
        assertThat(new OpenedPart(new byte[32], secret.bytes())).hasToString("OpenedPart[6 bytes]");
    }

    @Test
    void isEqualByItsText() {
        assertThat(text("reason", "a")).isEqualTo(text("reason", "a"));
        assertThat(text("reason", "a")).hasSameHashCodeAs(text("reason", "a"));
        assertThat(text("reason", "a")).isNotEqualTo(text("reason", "b"));
    }

    @Test
    void takesAnyTextButALoneSurrogate() {
        String text = "\u0000 \u20ac \ud83d\ude80";

        assertThat(text("name", text).bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text("name", "\ud83d"))
                .withMessageContaining("surrogate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Name", "1st", "..", "a/b", "a.b", "é", "_a"})
    void refusesANameThatIsNoFileName(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> text(name, ""));
    }

    @Test
    void boundsNameAndMediaType() {
        assertThat(text("a".repeat(64), "").name()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> text("a".repeat(65), ""));
        assertThatIllegalArgumentException().isThrownBy(() -> ofType(""));
        assertThatIllegalArgumentException().isThrownBy(() -> ofType("text/plain\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> ofType("x".repeat(256)));
    }

    private static Part.Content text(String name, String text) {
        return Part.Content.text(name, RetentionClass.OPS_90D, text);
    }

    private static Part.Content ofType(String mediaType) {
        return new Part.Content("a", mediaType, RetentionClass.OPS_90D, new byte[0], false);
    }
}
