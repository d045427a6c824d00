package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeyWrapTest {

    private static final KeyRef REF =
            new KeyRef("acme", "202611", RetentionClass.AIACT_6M, 2, "s_1", 3);
    private static final String EPOCH = KeyWrap.epoch(REF);
    private static final String SUBJECT = KeyWrap.subject(REF);
    private static final byte[] KEK = filled(32, 7);
    private static final byte[] KEY = filled(32, 9);
    private static final byte[] IV = filled(KeyWrap.IV_BYTES, 1);

    @Test
    void namesTheRowsOfBothKeys() {
        assertThat(EPOCH).isEqualTo("epoch/acme/202611/aiact-6m/2");
        assertThat(SUBJECT).isEqualTo("subject/s_1/3");
    }

    @Test
    void opensWhatItWrapped() {
        byte[] wrapped = KeyWrap.wrap(KEK, EPOCH, KEY, IV);
        assertThat(KeyWrap.unwrap(KEK, EPOCH, wrapped)).isEqualTo(KEY);
    }

    @Test
    void refusesAnotherKekAnotherPlaceAndOtherBytes() {
        byte[] wrapped = KeyWrap.wrap(KEK, EPOCH, KEY, IV);
        assertRefused(filled(32, 8), EPOCH, wrapped);
        assertRefused(KEK, SUBJECT, wrapped);
        assertRefused(KEK, EPOCH, Arrays.copyOf(wrapped, wrapped.length - 1));
        wrapped[20] ^= 1;
        assertRefused(KEK, EPOCH, wrapped);
    }

    private static void assertRefused(byte[] kek, String binding, byte[] wrapped) {
        assertThatThrownBy(() -> KeyWrap.unwrap(kek, binding, wrapped))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wrapped key " + binding);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
