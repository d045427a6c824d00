package io.affidavit.schemas.access;

import io.affidavit.schemas.value.Base62;
import io.affidavit.schemas.value.VirtualKeyId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The text of a virtual key: `sk-aff-<12 base62 id>-<43 base62 secret><6 base62 CRC-32>`.
///
/// The checksum (CRC-32 of ISO 3309, over every character before it) tells a mistyped or truncated
/// key from a wrong one without asking anybody, and lets secret scanners find leaked keys with
/// hardly a false alarm.
public final class VirtualKeyFormat {

    /// What every key begins with.
    public static final String PREFIX = "sk-aff-";

    /// Bytes of a secret: 256 bits fill 43 base62 digits.
    public static final int SECRET_BYTES = 32;

    private static final int ID_DIGITS = 12;
    private static final int SECRET_DIGITS = 43;
    private static final int CHECKSUM_DIGITS = 6;
    private static final int SECRET_START = PREFIX.length() + ID_DIGITS + 1;
    private static final int CHECKSUM_START = SECRET_START + SECRET_DIGITS;
    private static final int LENGTH = CHECKSUM_START + CHECKSUM_DIGITS;
    private static final String HMAC = "HmacSHA256";

    private VirtualKeyFormat() {}

    /// The whole key.
    ///
    /// @param secret 32 random bytes
    public static String compose(VirtualKeyId id, byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "secret: " + secret.length + " bytes (expected: " + SECRET_BYTES + ")");
        }
        String body = PREFIX + id.value() + "-" + Base62.encode(secret, SECRET_DIGITS);
        return body + checksum(body);
    }

    /// The id within a presented key; empty when the text has not the form of a key or its checksum
    /// is wrong. Says nothing about whether such a key exists.
    public static Optional<VirtualKeyId> parse(String presented) {
        if (!hasForm(presented)
                || !presented.endsWith(checksum(presented.substring(0, CHECKSUM_START)))) {
            return Optional.empty();
        }
        return Optional.of(
                new VirtualKeyId(presented.substring(PREFIX.length(), SECRET_START - 1)));
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

    private static boolean hasForm(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            boolean dash = i == SECRET_START - 1;
            if (dash ? text.charAt(i) != '-' : !Base62.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        long value = crc.getValue();
        byte[] bytes = {
            (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        };
        return Base62.encode(bytes, CHECKSUM_DIGITS);
    }
}
