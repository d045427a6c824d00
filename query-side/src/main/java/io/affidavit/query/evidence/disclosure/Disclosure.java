package io.affidavit.query.evidence.disclosure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How parts are opened, and how many for one bundle.
///
/// @param ciphertexts connections that see ciphertexts and no keys
/// @param keys connections that see wrapped keys and no ciphertexts
/// @param kek file of the key-encryption key, 64 hex digits and a newline; read for each bundle and
///   kept no longer
/// @param partsMax most parts that one bundle may disclose
/// @param bytesMax most bytes that their texts may have together
public record Disclosure(
        JdbcClient ciphertexts, JdbcClient keys, Path kek, int partsMax, long bytesMax) {

    /// Opens for one bundle. For one thread.
    ///
    /// @throws PartClosed where there is no key-encryption key
    public PartOpener opener() {
        try {
            byte[] key = HexFormat.of().parseHex(Files.readString(kek).strip());
            return new PartOpener(ciphertexts, keys, key);
        } catch (IOException | IllegalArgumentException e) {
            throw new PartClosed("the key-encryption key cannot be read", e);
        }
    }
}
