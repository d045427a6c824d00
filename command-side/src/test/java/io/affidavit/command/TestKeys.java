package io.affidavit.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/// Fresh key files as an installation has them.
public final class TestKeys {

    private TestKeys() {}

    /// Writes them into a folder.
    public static Path in(Path directory) {
        try {
            Files.createDirectories(directory);
            pair(directory, "log.ed25519", "Ed25519");
            pair(directory, "log.mldsa44", "ML-DSA-44");
            pair(directory, "receipt.ed25519", "Ed25519");
            Files.writeString(directory.resolve("pepper"), "0f".repeat(32) + "\n");
            Files.writeString(directory.resolve("kek"), "1e".repeat(32) + "\n");
            return directory;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pair(Path directory, String name, String algorithm)
            throws IOException, GeneralSecurityException {
        byte[] spki =
                KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic().getEncoded();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(spki);
        Files.writeString(
                directory.resolve(name + ".pub"),
                "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
    }
}
