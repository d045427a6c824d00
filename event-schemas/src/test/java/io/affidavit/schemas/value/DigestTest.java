package io.affidavit.schemas.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DigestTest {

    private static final String HEX = "0123456789abcdef".repeat(4);

    @Test
    void isItsHexDigitsInEveryShape() {
        Digest digest = new Digest(HEX);

        assertThat(Digest.of(digest.bytes())).isEqualTo(digest).hasToString(HEX);
        assertThat(Commitment.of(digest.bytes())).hasToString(HEX);
        assertThat(Digest.ZERO.bytes()).isEqualTo(new byte[32]);
    }

    @Test
    void travelsAsAJsonString() {
        JsonMapper json = new JsonMapper();

        assertThat(json.writeValueAsString(new Digest(HEX))).isEqualTo('"' + HEX + '"');
        assertThat(json.readValue('"' + HEX + '"', Digest.class)).isEqualTo(new Digest(HEX));
        assertThat(json.readValue('"' + HEX + '"', Commitment.class))
                .isEqualTo(new Commitment(HEX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
            })
    void refusesAnotherSpelling(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Digest(text));
        assertThatIllegalArgumentException().isThrownBy(() -> new Commitment(text));
    }

    @Test
    void refusesAnotherLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.of(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> Commitment.of(new byte[33]));
    }
}
