package io.affidavit.projections.testing;

import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// The signing keys of a test's log, made by the JDK as the first start makes them.
///
/// @param ed25519 signs and checks lines of type 0x01
/// @param mlDsa44 signs and checks lines of type 0x06
public record TestKeys(KeyPair ed25519, KeyPair mlDsa44) {

    /// New keys.
    public static TestKeys random() {
        try {
            return new TestKeys(
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair(),
                    KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes the private keys as files of the installation.
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        write(directory.resolve("log.ed25519"), ed25519);
        write(directory.resolve("log.mldsa44"), mlDsa44);
    }

    /// Writes the private keys as files of keys that were added later.
    public void writeLater(Path directory) throws IOException {
        write(directory.resolve(LogKeyUse.ED25519.file(key(LogKeyUse.ED25519))), ed25519);
        write(directory.resolve(LogKeyUse.ML_DSA_44.file(key(LogKeyUse.ML_DSA_44))), mlDsa44);
    }

    /// The record with which these keys take over.
    public LogKeyAdded takeOver(LogKeyUse use, TestKeys before) {
        byte[] message = LogKeyAdded.message(TestLog.ORIGIN, use, before.key(use), key(use));
        return new LogKeyAdded(
                use,
                key(use).toString(),
                before.key(use).toString(),
                sign(use, message),
                before.sign(use, message),
                null,
                List.of());
    }

    /// The verifier key of a use.
    public VerifierKey key(LogKeyUse use) {
        String name = TestLog.ORIGIN.value();
        return switch (use.algorithm()) {
            case ED25519 -> VerifierKey.ed25519(name, tail(ed25519, 32));
            case ML_DSA_44 -> VerifierKey.mlDsa44(name, tail(mlDsa44, 1_312));
        };
    }

    private String sign(LogKeyUse use, byte[] message) {
        try {
            boolean classic = use.algorithm() == VerifierKey.Algorithm.ED25519;
            Signature signature = Signature.getInstance(classic ? "Ed25519" : "ML-DSA-44");
            signature.initSign((classic ? ed25519 : mlDsa44).getPrivate());
            signature.update(message);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, KeyPair pair) throws IOException {
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded());
        Files.writeString(
                file, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    /// The first record of a log that these keys seal.
    public LogOpened opened() {
        return opened(TestLog.ORIGIN);
    }

    /// The same of another log.
    public LogOpened opened(LogOrigin origin) {
        String name = origin.value();
        return LogOpened.first(
                name,
                VerifierKey.ed25519(name, tail(ed25519, 32)).toString(),
                VerifierKey.mlDsa44(name, tail(mlDsa44, 1_312)).toString(),
                VerifierKey.ed25519(name, tail(ed25519, 32)).toString());
    }

    private static byte[] tail(KeyPair pair, int length) {
        byte[] der = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(der, der.length - length, der.length);
    }
}
