package io.affidavit.schemas.access;

import io.affidavit.schemas.value.VirtualKeyId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The text of a virtual key: `sk-aff-<12 base62 id>-<43 base62 secret><6 base62 CRC-32>`, see
/// [SecretForm].
public final class VirtualKeyFormat {

    /// What every key begins with.
    public static final String PREFIX = "sk-aff-";

    /// Bytes of a secret: 256 bits fill 43 base62 digits.
    public static final int SECRET_BYTES = SecretForm.SECRET_BYTES;

    private static final SecretForm FORM = new SecretForm(PREFIX);
    private static final String HMAC = "HmacSHA256";

    private VirtualKeyFormat() {}

    /// The whole key.
    ///
    /// @param secret 32 random bytes
    public static String compose(VirtualKeyId id, byte[] secret) {
        return FORM.compose(id.value(), secret);
    }

    /// The id within a presented key; empty when the text has not the form of a key or its checksum
    /// is wrong. Says nothing about whether such a key exists.
    public static Optional<VirtualKeyId> parse(String presented) {
        return FORM.id(presented).map(VirtualKeyId::new);
    }

    /// The id that a presented text claims to be a key of, mistyped, cut off or guessed; empty when
    /// it claims none. Proves nothing.
    public static Optional<VirtualKeyId> claimed(String presented) {
        return FORM.claimed(presented).map(VirtualKeyId::new);
    }

    /// `HMAC-SHA256(pepper, SHA-256(presented))`: what is stored of a key, and what a presented one
    /// is compared with in constant time.
    public static byte[] mac(byte[] pepper, String presented) {
        try {
            byte[] bytes = presented.getBytes(StandardCharsets.UTF_8);
            return macOfHash(pepper, MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// [#mac] of a key of which only the SHA-256 is known.
    ///
    /// @param hash 32 bytes
    public static byte[] macOfHash(byte[] pepper, byte[] hash) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(pepper, HMAC));
            return mac.doFinal(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }

    /// [#mac] as it stands in `virtual_key.issued`: 64 lower-case hex digits.
    public static String macHex(byte[] pepper, String presented) {
        return HexFormat.of().formatHex(mac(pepper, presented));
    }
}
