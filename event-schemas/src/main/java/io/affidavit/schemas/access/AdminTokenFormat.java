package io.affidavit.schemas.access;

import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The text of an admin token: `at-aff-<12 base62 id>-<43 base62 secret><6 base62 CRC-32>`, see
/// [SecretForm]. No virtual key has it.
public final class AdminTokenFormat {

    /// What every token begins with.
    public static final String PREFIX = "at-aff-";

    /// Bytes of a secret.
    public static final int SECRET_BYTES = SecretForm.SECRET_BYTES;

    private static final SecretForm FORM = new SecretForm(PREFIX);

    private AdminTokenFormat() {}

    /// The whole token.
    ///
    /// @param secret 32 random bytes
    public static String compose(AdminTokenId id, byte[] secret) {
        return FORM.compose(id.value(), secret);
    }

    /// The id within a presented token; empty when the text has not the form of one or its checksum
    /// is wrong. Says nothing about whether such a token exists.
    public static Optional<AdminTokenId> parse(String presented) {
        return FORM.id(presented).map(AdminTokenId::new);
    }

    /// What a token is asked about by: nobody can present what has only this.
    public static Digest hash(String token) {
        try {
            return Digest.of(
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// `HMAC-SHA256(pepper, hash)`: what is stored of a token.
    public static byte[] mac(byte[] pepper, Digest hash) {
        return VirtualKeyFormat.macOfHash(pepper, hash.bytes());
    }
}
