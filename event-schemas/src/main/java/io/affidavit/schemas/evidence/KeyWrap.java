package io.affidavit.schemas.evidence;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// How a part's keys rest in storage: each wrapped under the key-encryption key and bound to its
/// own row, so that no row opens in another's place. Pure: the nonce comes from the caller.
///
/// ```
/// wrapped = 0x01 ‖ iv[12] ‖ AES-256-GCM(KEK, iv, key, aad)
/// aad     = "evidence-key-wrap/v1\n" ‖ row name ‖ "\n"
/// ```
public final class KeyWrap {

    /// Length of every key in bytes, the key-encryption key's included.
    public static final int KEY_BYTES = 32;

    /// Length of a nonce in bytes.
    public static final int IV_BYTES = 12;

    private static final byte VERSION = 0x01;
    private static final int HEADER_BYTES = 1 + IV_BYTES;
    private static final int TAG_BITS = 128;

    private KeyWrap() {}

    /// Names the row of the epoch key that a reference needs.
    public static String epoch(KeyRef ref) {
        return "epoch/"
                + KeyRef.organizationSubject(ref.organization())
                + '/'
                + ref.month()
                + '/'
                + ref.retention().code()
                + '/'
                + ref.epochVersion();
    }

    /// Names the row of the subject key that a reference needs.
    public static String subject(KeyRef ref) {
        return "subject/" + ref.subject() + '/' + ref.subjectVersion();
    }

    /// Wraps a key.
    ///
    /// @param iv 12 fresh random bytes
    public static byte[] wrap(byte[] kek, String row, byte[] key, byte[] iv) {
        requireKey(kek);
        requireKey(key);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, kek, row, iv).doFinal(key);
            byte[] wrapped = new byte[HEADER_BYTES + sealed.length];
            wrapped[0] = VERSION;
            System.arraycopy(iv, 0, wrapped, 1, IV_BYTES);
            System.arraycopy(sealed, 0, wrapped, HEADER_BYTES, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM must be available", e);
        }
    }

    /// Unwraps a key.
    ///
    /// @throws IllegalArgumentException if it was wrapped under another key, for another row, or
    ///   was changed since
    public static byte[] unwrap(byte[] kek, String row, byte[] wrapped) {
        requireKey(kek);
        if (wrapped.length <= HEADER_BYTES || wrapped[0] != VERSION) {
            throw new IllegalArgumentException("wrapped key " + row + " (expected: version 1)");
        }
        try {
            byte[] iv = Arrays.copyOfRange(wrapped, 1, HEADER_BYTES);
            return cipher(Cipher.DECRYPT_MODE, kek, row, iv)
                    .doFinal(wrapped, HEADER_BYTES, wrapped.length - HEADER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "wrapped key " + row + " (expected: wrapped under this KEK)", e);
        }
    }

    /// Unwraps the two keys that a reference needs.
    ///
    /// @param subject the wrapped subject key
    /// @param epoch the wrapped epoch key
    /// @throws IllegalArgumentException as above
    public static PartKeys unwrap(byte[] kek, KeyRef ref, byte[] subject, byte[] epoch) {
        return new PartKeys(unwrap(kek, subject(ref), subject), unwrap(kek, epoch(ref), epoch));
    }

    private static Cipher cipher(int mode, byte[] kek, String row, byte[] iv)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(kek, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(
                ("evidence-key-wrap/v1\n" + row + '\n').getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static void requireKey(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "key: " + key.length + " bytes (expected: " + KEY_BYTES + ")");
        }
    }
}
