package io.affidavit.schemas.access;

import io.affidavit.schemas.value.Base62;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/// The form of a secret of ours: `<prefix><12 base62 id>-<43 base62 secret><6 base62 CRC-32>`.
///
/// The checksum (CRC-32 of ISO 3309, over every character before it) tells a mistyped or truncated
/// text from a wrong one without asking anybody, and lets secret scanners find leaked ones with
/// hardly a false alarm. It covers the prefix, so that no kind of secret passes for another.
record SecretForm(String prefix) {

    /// 256 bits fill 43 base62 digits.
    static final int SECRET_BYTES = 32;

    private static final int ID_DIGITS = 12;
    private static final int SECRET_DIGITS = 43;
    private static final int CHECKSUM_DIGITS = 6;

    /// The whole text.
    ///
    /// @param secret 32 random bytes
    String compose(String id, byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "secret: " + secret.length + " bytes (expected: " + SECRET_BYTES + ")");
        }
        String body = prefix + id + "-" + Base62.encode(secret, SECRET_DIGITS);
        return body + checksum(body);
    }

    /// The id within a text; empty when the text has not the form or its checksum is wrong.
    Optional<String> id(String text) {
        return hasForm(text) && text.endsWith(checksum(text.substring(0, checksumStart())))
                ? Optional.of(text.substring(prefix.length(), secretStart() - 1))
                : Optional.empty();
    }

    /// The id that a text begins with, whatever follows it; empty when it does not begin so.
    Optional<String> claimed(String text) {
        int end = secretStart() - 1;
        boolean begins = text.length() > end && text.startsWith(prefix) && text.charAt(end) == '-';
        for (int i = prefix.length(); begins && i < end; i++) {
            begins = Base62.isDigit(text.charAt(i));
        }
        return begins ? Optional.of(text.substring(prefix.length(), end)) : Optional.empty();
    }

    private int secretStart() {
        return prefix.length() + ID_DIGITS + 1;
    }

    private int checksumStart() {
        return secretStart() + SECRET_DIGITS;
    }

    private boolean hasForm(String text) {
        int length = checksumStart() + CHECKSUM_DIGITS;
        if (text.length() != length || !text.startsWith(prefix)) {
            return false;
        }
        for (int i = prefix.length(); i < length; i++) {
            boolean dash = i == secretStart() - 1;
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
