package io.affidavit.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AdminTokenFormatTest {

    private static final AdminTokenId ID = new AdminTokenId("0Az123456789");
    private static final byte[] SECRET = new byte[AdminTokenFormat.SECRET_BYTES];

    @Test
    void namesItsIdAndNothingElse() {
        String token = AdminTokenFormat.compose(ID, SECRET);

        assertThat(token).startsWith("at-aff-0Az123456789-").hasSize(69);
        assertThat(AdminTokenFormat.parse(token)).contains(ID);
        assertThat(AdminTokenFormat.parse(token + "0")).isEmpty();
        assertThat(AdminTokenFormat.parse(token.substring(0, 68))).isEmpty();
        assertThat(AdminTokenFormat.parse("")).isEmpty();
    }

    @Test
    void isNeverTakenForAVirtualKey() {
        String token = AdminTokenFormat.compose(ID, SECRET);
        String key = VirtualKeyFormat.compose(new VirtualKeyId(ID.value()), SECRET);

        assertThat(VirtualKeyFormat.parse(token)).isEmpty();
        assertThat(AdminTokenFormat.parse(key)).isEmpty();
        // Not even by whoever changes its beginning: the checksum covers it.
        assertThat(VirtualKeyFormat.parse(token.replace("at-", "sk-"))).isEmpty();
        assertThat(AdminTokenFormat.parse(key.replace("sk-", "at-"))).isEmpty();
    }

    @Test
    void tellsAnOperatorsToken() {
        String token = OperatorTokenFormat.compose(ID.value(), SECRET);
        assertThat(OperatorTokenFormat.isOne(token)).isTrue();
        assertThat(AdminTokenFormat.parse(token)).isEmpty();
        assertThat(OperatorTokenFormat.isOne(AdminTokenFormat.compose(ID, SECRET))).isFalse();
    }

    @Test
    void storesNothingThatOpens() {
        String token = AdminTokenFormat.compose(ID, SECRET);
        byte[] pepper = {1, 2, 3};

        byte[] mac = AdminTokenFormat.mac(pepper, AdminTokenFormat.hash(token));

        assertThat(mac)
                .hasSize(32)
                .isNotEqualTo(AdminTokenFormat.hash(token).bytes())
                .isNotEqualTo(AdminTokenFormat.mac(new byte[] {4}, AdminTokenFormat.hash(token)));
        assertThat(HexFormat.of().formatHex(mac)).isEqualTo(VirtualKeyFormat.macHex(pepper, token));
    }
}
