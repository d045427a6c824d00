package io.affidavit.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
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
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        pem(directory.resolve(name + ".pub"), "PUBLIC KEY", pair.getPublic());
        pem(directory.resolve(name), "PRIVATE KEY", pair.getPrivate());
    }

    private static void pem(Path file, String label, Key key) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.writeString(
                file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }
}
