package io.affidavit.solo.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFilesTest {

    @TempDir private Path temporary;

    @Test
    void makesWhatIsMissingAndLeavesTheRest() throws IOException {
        KeyFiles keys = new KeyFiles(temporary.resolve("keys"));
        assertThat(keys.missing()).hasSize(8);
        keys.createMissing();
        assertThat(keys.missing()).isEmpty();

        String kek = Files.readString(keys.directory().resolve("kek"));
        Files.delete(keys.directory().resolve("pepper"));
        assertThat(keys.missing()).containsExactly(keys.directory().resolve("pepper"));
        keys.createMissing();
        assertThat(Files.readString(keys.directory().resolve("kek"))).isEqualTo(kek);
        assertThat(Files.readString(keys.directory().resolve("pepper"))).matches("[0-9a-f]{64}\n");
    }

    @Test
    void missesNoKeyOfTheLogThatAnotherOneTookOverFrom() throws IOException {
        KeyFiles keys = new KeyFiles(temporary.resolve("keys"));
        keys.createMissing();
        Files.move(
                keys.directory().resolve("log.ed25519"),
                keys.directory().resolve("log.ed25519.0a1b2c3d"));
        assertThat(keys.missing()).isEmpty();
        Files.delete(keys.directory().resolve("log.ed25519.0a1b2c3d"));
        assertThat(keys.missing()).containsExactly(keys.directory().resolve("log.ed25519"));
    }

    @Test
    void keepsThemForTheOwnerAlone() throws IOException {
        KeyFiles keys = new KeyFiles(temporary.resolve("keys"));
        keys.createMissing();
        assertThat(DataDirectoryTest.mode(keys.directory())).isEqualTo("rwx------");
        try (var files = Files.list(keys.directory())) {
            for (Path file : files.toList()) {
                assertThat(DataDirectoryTest.mode(file)).isEqualTo("rw-------");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"log.ed25519,Ed25519", "log.mldsa44,ML-DSA-44", "receipt.ed25519,Ed25519"})
    void makesPairsThatBelongTogether(String name, String algorithm) throws Exception {
        KeyFiles keys = new KeyFiles(temporary);
        keys.createMissing();
        KeyFactory factory = KeyFactory.getInstance(algorithm);
        PrivateKey secret = factory.generatePrivate(new PKCS8EncodedKeySpec(der(name)));
        PublicKey open = factory.generatePublic(new X509EncodedKeySpec(der(name + ".pub")));
        byte[] message = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(secret);
        signer.update(message);
        byte[] signature = signer.sign();
        signer.initVerify(open);
        signer.update(message);
        assertThat(signer.verify(signature)).isTrue();
    }

    private byte[] der(String name) throws IOException {
        String pem = Files.readString(temporary.resolve(name));
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
