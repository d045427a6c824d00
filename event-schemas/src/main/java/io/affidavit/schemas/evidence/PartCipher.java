package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Commitment;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Seals and opens parts. Pure: salt, nonce and keys come from the caller.
///
/// ```
/// commit = H("evidence-part/v1\n" ‖ salt[32] ‖ u8(len(name)) ‖ name ‖ text)
/// blob   = 0x01 ‖ iv[12] ‖ AES-256-GCM(k_part, iv, salt ‖ text, aad)
/// aad    = "evidence-aad/v1\n" ‖ origin ‖ "\n" ‖ event id ‖ "\n" ‖ name ‖ "\n" ‖ key ref ‖ "\n"
/// k_part = HKDF-SHA256(K_subject ‖ K_epoch, event id, "evidence-part-key/v1\n" ‖ name, 32)
/// ```
///
/// In `commit` mode the blob holds the salt alone. Two hashes on purpose: the digest of the blob
/// lets anybody check storage without keys, the commitment binds the text, because AES-GCM does not
/// bind its key (one ciphertext can open to two texts).
public final class PartCipher {

    /// Length of a salt in bytes.
    public static final int SALT_BYTES = 32;

    /// Length of a nonce in bytes.
    public static final int IV_BYTES = 12;

    private static final String COMMIT_TAG = "evidence-part/v1\n";
    private static final String AAD_TAG = "evidence-aad/v1\n";
    private static final String KEY_TAG = "evidence-part-key/v1\n";
    private static final byte BLOB_VERSION = 0x01;
    private static final int HEADER_BYTES = 1 + IV_BYTES;
    private static final int TAG_BYTES = 16;
    private static final int KEY_BYTES = 32;

    private PartCipher() {}

    /// Commits to a text under a salt.
    public static Commitment commit(byte[] salt, String name, byte[] text) {
        requireLength("salt", salt, SALT_BYTES);
        byte[] nameBytes = ascii(name);
        MessageDigest digest = Leaf.newDigest();
        digest.update(ascii(COMMIT_TAG));
        digest.update(salt);
        digest.update((byte) nameBytes.length);
        digest.update(nameBytes);
        return Commitment.of(digest.digest(text));
    }

    /// Seals a content.
    ///
    /// @param salt 32 fresh random bytes
    /// @param iv 12 fresh random bytes; the key is used once, so chance cannot repeat a pair
    public static SealedPart seal(
            PartBinding binding, Part.Content content, PartKeys keys, byte[] salt, byte[] iv) {
        requireLength("iv", iv, IV_BYTES);
        if (content.retention() != binding.keyRef().retention()) {
            throw new IllegalArgumentException(
                    "retention: "
                            + content.retention()
                            + " (expected: that of key "
                            + binding.keyRef()
                            + ")");
        }
        Commitment commitment = commit(salt, content.name(), content.bytes());
        byte[] blob = encrypt(binding, content, keys, salt, iv);
        return new SealedPart(
                new Part.Reference(
                        content.name(),
                        content.mediaType(),
                        content.retention(),
                        commitment,
                        Digest.of(Leaf.newDigest().digest(blob)),
                        binding.keyRef().toString(),
                        blob.length),
                blob);
    }

    /// Opens a blob and checks it against its record.
    ///
    /// @throws PartException if the blob is not the recorded one, does not open here, or opens to a
    ///   text that was never committed to
    public static OpenedPart open(
            PartBinding binding, Part.Reference part, PartKeys keys, byte[] blob) {
        byte[] plain = decrypt(binding, part, keys, blob);
        byte[] salt = Arrays.copyOf(plain, SALT_BYTES);
        byte[] text = Arrays.copyOfRange(plain, SALT_BYTES, plain.length);
        if (commit(salt, part.name(), text).equals(part.commitment())) {
            return new OpenedPart(salt, text);
        }
        if (text.length == 0) {
            return new OpenedPart(salt, null);
        }
        throw new PartException(PartException.Reason.COMMITMENT, part);
    }

    /// Opens a blob for its salt alone, so that a holder of the text can be proven right or wrong.
    ///
    /// @throws PartException as [#open] does
    public static byte[] openSalt(
            PartBinding binding, Part.Reference part, PartKeys keys, byte[] blob) {
        return open(binding, part, keys, blob).salt();
    }

    private static byte[] encrypt(
            PartBinding binding, Part.Content content, PartKeys keys, byte[] salt, byte[] iv) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, partKey(binding, content.name(), keys), iv);
            cipher.updateAAD(aad(binding, content.name()));
            byte[] text = content.keepText() ? content.bytes() : new byte[0];
            byte[] blob = new byte[HEADER_BYTES + SALT_BYTES + text.length + TAG_BYTES];
            blob[0] = BLOB_VERSION;
            System.arraycopy(iv, 0, blob, 1, IV_BYTES);
            int written = cipher.update(salt, 0, SALT_BYTES, blob, HEADER_BYTES);
            cipher.doFinal(text, 0, text.length, blob, HEADER_BYTES + written);
            return blob;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM must be available", e);
        }
    }

    private static byte[] decrypt(
            PartBinding binding, Part.Reference part, PartKeys keys, byte[] blob) {
        if (blob.length != part.cipherLength()
                || blob.length < HEADER_BYTES + SALT_BYTES + TAG_BYTES
                || blob[0] != BLOB_VERSION
                || !part.cipherDigest().equals(Digest.of(Leaf.newDigest().digest(blob)))) {
            throw new PartException(PartException.Reason.CIPHERTEXT, part);
        }
        if (!part.keyRef().equals(binding.keyRef().toString())) {
            throw new PartException(PartException.Reason.KEYS, part);
        }
        try {
            byte[] iv = Arrays.copyOfRange(blob, 1, HEADER_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, partKey(binding, part.name(), keys), iv);
            cipher.updateAAD(aad(binding, part.name()));
            return cipher.doFinal(blob, HEADER_BYTES, blob.length - HEADER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new PartException(PartException.Reason.KEYS, part, e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] iv)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
        return cipher;
    }

    private static SecretKey partKey(PartBinding binding, String name, PartKeys keys)
            throws GeneralSecurityException {
        HKDFParameterSpec parameters =
                HKDFParameterSpec.ofExtract()
                        .addIKM(keys.subject())
                        .addIKM(keys.epoch())
                        .addSalt(ascii(binding.eventId()))
                        .thenExpand(ascii(KEY_TAG + name), KEY_BYTES);
        return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
    }

    private static byte[] aad(PartBinding binding, String name) {
        return ascii(
                AAD_TAG
                        + binding.origin().value()
                        + '\n'
                        + binding.eventId()
                        + '\n'
                        + name
                        + '\n'
                        + binding.keyRef()
                        + '\n');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void requireLength(String what, byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    what + ": " + bytes.length + " bytes (expected: " + length + ")");
        }
    }
}
