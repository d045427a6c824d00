package io.affidavit.command.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The two symmetric secrets of an installation, read from its keys directory.
///
/// Files `pepper` and `kek`, each 32 bytes as 64 hex digits and perhaps a newline.
public final class GatewaySecrets {

    private static final int BYTES = 32;

    private final byte[] pepper;
    private final byte[] kek;

    /// @param pepper keys the digests of virtual keys
    /// @param kek wraps every key that rests in the database
    public GatewaySecrets(byte[] pepper, byte[] kek) {
        this.pepper = pepper.clone();
        this.kek = kek.clone();
    }

    /// Reads both files.
    ///
    /// @throws IllegalArgumentException naming the file that is not a key
    public static GatewaySecrets read(Path directory) {
        return new GatewaySecrets(key(directory.resolve("pepper")), key(directory.resolve("kek")));
    }

    /// Keys the digests of virtual keys and of repeated requests. The caller must not change it.
    public byte[] pepper() {
        return pepper;
    }

    /// Wraps every key that rests in the database. The caller must not change it.
    public byte[] kek() {
        return kek;
    }

    private static byte[] key(Path file) {
        try {
            String hex = Files.readString(file, StandardCharsets.US_ASCII).strip();
            byte[] key = HexFormat.of().parseHex(hex);
            if (key.length == BYTES) {
                return key;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("key file " + file + ": cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw malformed(file, e);
        }
        throw malformed(file, null);
    }

    private static IllegalArgumentException malformed(Path file, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "key file " + file + ": malformed (expected: " + 2 * BYTES + " hex digits)", cause);
    }
}
