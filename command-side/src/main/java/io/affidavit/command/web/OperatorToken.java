package io.affidavit.command.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A secret that opens the control plane, or one part of it, known only by its digest.
final class OperatorToken {

    private final byte[] digest;

    OperatorToken(String token) {
        this.digest = sha256(token);
    }

    /// Reads a file that holds the bare secret and perhaps a newline.
    ///
    /// @throws IllegalArgumentException when it holds nothing: an empty secret opens to everybody
    static OperatorToken read(Path file) {
        try {
            String token = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (token.isEmpty()) {
                throw new IllegalArgumentException(
                        "token file " + file + ": empty (expected: the token)");
            }
            return new OperatorToken(token);
        } catch (IOException e) {
            throw new UncheckedIOException("token file " + file, e);
        }
    }

    /// Compares digests of equal length, so that neither content nor length shows in the time.
    boolean matches(String presented) {
        return MessageDigest.isEqual(digest, sha256(presented));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
