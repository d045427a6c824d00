package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the installation's keys. Files are made by whoever sets the installation up.
///
/// @param directory where they lie
public record KeyDirectory(Path directory) {

    private static final String PUBLIC = ".pub";
    private static final int ED25519_BYTES = 32;
    private static final int ML_DSA_44_BYTES = 1_312;

    /// The key-encryption key.
    public byte[] kek() {
        return hex("kek");
    }

    /// The pepper.
    public byte[] pepper() {
        return hex("pepper");
    }

    /// Raw public key that verifies checkpoints (RFC 8032 §5.1.5).
    byte[] logEd25519() {
        return publicKey("log.ed25519.pub", ED25519_BYTES);
    }

    /// Raw public key that verifies checkpoints (FIPS 204 §4).
    byte[] logMlDsa44() {
        return publicKey("log.mldsa44.pub", ML_DSA_44_BYTES);
    }

    /// Raw public key that verifies receipts.
    byte[] receiptEd25519() {
        return publicKey("receipt.ed25519.pub", ED25519_BYTES);
    }

    /// The public key of a log if its file is here: the first of its use, or one added later.
    Optional<byte[]> publicKey(LogKeyUse use, VerifierKey key) {
        return Stream.concat(
                        Stream.of(use.file(key) + PUBLIC, use.file() + PUBLIC),
                        later(use, PUBLIC).stream())
                .filter(name -> Files.exists(directory.resolve(name)))
                .map(name -> publicKey(name, key.key().length))
                .filter(raw -> Arrays.equals(raw, key.key()))
                .findFirst();
    }

    /// Names of the files of keys that were added later, to this log or to one before it, sorted.
    ///
    /// @param suffix what the names have behind the key id; empty for private keys
    List<String> later(LogKeyUse use, String suffix) {
        List<String> names = new ArrayList<>();
        String pattern = use.file() + "." + "[0-9a-f]".repeat(8) + suffix;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.sort(null);
        return names;
    }

    /// PKCS#8 of the key that signs receipts.
    byte[] receiptPrivateKey() {
        return pem("receipt.ed25519");
    }

    private byte[] hex(String name) {
        byte[] key = HexFormat.of().parseHex(read(name).strip());
        if (key.length != 32) {
            throw new IllegalStateException(
                    directory.resolve(name) + ": " + key.length + " bytes (expected: 32)");
        }
        return key;
    }

    /// The raw key is the tail of its SubjectPublicKeyInfo for both algorithms.
    private byte[] publicKey(String name, int length) {
        byte[] der = pem(name);
        if (der.length <= length) {
            throw new IllegalStateException(
                    directory.resolve(name) + ": too short (expected: a public key in PEM)");
        }
        return Arrays.copyOfRange(der, der.length - length, der.length);
    }

    /// What stands in a file between its first and its last line.
    byte[] pem(String name) {
        String base64 =
                read(name)
                        .lines()
                        .filter(line -> !line.startsWith("-----"))
                        .reduce("", String::concat);
        return Base64.getDecoder().decode(base64);
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
