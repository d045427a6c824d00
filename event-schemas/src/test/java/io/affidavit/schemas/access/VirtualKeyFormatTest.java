package io.affidavit.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.value.VirtualKeyId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualKeyFormatTest {

    private static final VirtualKeyId ID = new VirtualKeyId("aB3dE6gH9jK2");

    /// Computed with Python's zlib, hmac and hashlib.
    private static final String ZEROS =
            "sk-aff-aB3dE6gH9jK2-00000000000000000000000000000000000000000004d60eL";

    @Test
    void composesTheKeyThatAnIndependentProgramComposes() {
        assertThat(VirtualKeyFormat.compose(ID, new byte[32])).isEqualTo(ZEROS);
        byte[] ones = HexFormat.of().parseHex("ff".repeat(32));
        assertThat(VirtualKeyFormat.compose(ID, ones))
                .isEqualTo("sk-aff-aB3dE6gH9jK2-yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp11b9djB");
    }

    @Test
    void findsTheIdAgain() {
        assertThat(VirtualKeyFormat.parse(ZEROS)).contains(ID);
    }

    @Test
    void refusesEveryKeyWithOneCharacterChanged() {
        for (int i = 0; i < ZEROS.length(); i++) {
            char other = ZEROS.charAt(i) == 'x' ? 'y' : 'x';
            String mistyped = ZEROS.substring(0, i) + other + ZEROS.substring(i + 1);
            assertThat(VirtualKeyFormat.parse(mistyped)).as(mistyped).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sk-aff-", "sk-other", "Bearer x", "sk-aff-aB3dE6gH9jK2"})
    void refusesWhatIsNoKey(String text) {
        assertThat(VirtualKeyFormat.parse(text)).isEmpty();
        assertThat(VirtualKeyFormat.parse(ZEROS + text + "0")).isEmpty();
    }

    @Test
    void keysTheDigestOfTheWholeKey() {
        byte[] pepper = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        assertThat(VirtualKeyFormat.macHex(pepper, ZEROS))
                .isEqualTo("2325736735f59612c6a6c1a20380119ec409881c77855a3f6e69878e00c0f48f");
    }

    @Test
    void takesNoShortSecret() {
        assertThatThrownBy(() -> VirtualKeyFormat.compose(ID, new byte[31]))
                .hasMessage("secret: 31 bytes (expected: 32)");
    }
}
