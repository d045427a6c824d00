package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.TestKeys;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptSignerTest {

    private static final LogOrigin ORIGIN = new LogOrigin("test.local/0123456789abcdef/2026");
    private static final byte[] LEAF = Leaf.leaf("record".getBytes(StandardCharsets.US_ASCII));

    @TempDir private Path directory;

    @Test
    void signsTheSamePlaceTheSameWay() {
        ReceiptSigner signer = ReceiptSigner.of(ORIGIN, new KeyDirectory(TestKeys.in(directory)));
        assertThat(signer.sign(7, LEAF)).isEqualTo(signer.sign(7, LEAF));
        assertThat(signer.sign(8, LEAF).signature()).isNotEqualTo(signer.sign(7, LEAF).signature());
        assertThat(signer.sign(7, LEAF).toString())
                .startsWith("v1;log=test.local/0123456789abcdef/2026;pos=7;leaf=");
    }

    @Test
    void refusesWhatIsNoKey() throws Exception {
        KeyDirectory keys = new KeyDirectory(TestKeys.in(directory));
        for (String content :
                new String[] {"", "AAAA\n", Files.readString(directory.resolve("log.mldsa44"))}) {
            Files.writeString(directory.resolve("receipt.ed25519"), content);
            assertThatThrownBy(() -> ReceiptSigner.of(ORIGIN, keys)).isInstanceOf(WrongKeys.class);
        }
    }
}
