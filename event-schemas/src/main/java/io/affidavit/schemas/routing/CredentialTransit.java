package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.ProviderId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// How a credential crosses the bus between the room that keeps it and the edge that uses it: even
/// a router in between, or its log, sees only a ciphertext bound to provider, version and address.
///
/// ```
/// key    = HKDF-SHA256(ikm = pepper, info = "affidavit-credential-transit/v1", 32)   RFC 5869
/// sealed = base64(iv[12] ‖ AES-256-GCM(key, iv, credential, aad))
/// aad    = provider ‖ "\n" ‖ version ‖ "\n" ‖ baseUrl
/// ```
public final class CredentialTransit {

    /// Bytes of a nonce.
    public static final int IV_BYTES = 12;

    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final byte[] INFO =
            "affidavit-credential-transit/v1".getBytes(StandardCharsets.US_ASCII);

    private final SecretKey key;

    /// Derives the transit key from the pepper that all rooms of an installation share.
    public CredentialTransit(byte[] pepper) {
        try {
            this.key =
                    KDF.getInstance("HKDF-SHA256")
                            .deriveKey(
                                    "AES",
                                    HKDFParameterSpec.ofExtract()
                                            .addIKM(pepper)
                                            .thenExpand(INFO, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256 is part of this JDK", e);
        }
    }

    /// Encrypts a credential.
    ///
    /// @param iv 12 fresh random bytes
    public CredentialView seal(
            ProviderId provider, int version, String baseUrl, byte[] credential, byte[] iv) {
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, provider, version, baseUrl, iv).doFinal(credential);
            byte[] all = Arrays.copyOf(iv, IV_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, IV_BYTES, sealed.length);
            return new CredentialView(
                    provider, version, baseUrl, Base64.getEncoder().encodeToString(all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM must be available", e);
        }
    }

    /// Decrypts a credential.
    ///
    /// @throws IllegalArgumentException if it was sealed under another pepper or for another
    ///   provider, version or address
    public byte[] open(CredentialView view) {
        byte[] all = Base64.getDecoder().decode(view.sealed());
        if (all.length <= IV_BYTES) {
            throw new IllegalArgumentException("credential: too short");
        }
        try {
            byte[] iv = Arrays.copyOf(all, IV_BYTES);
            return cipher(Cipher.DECRYPT_MODE, view.provider(), view.version(), view.baseUrl(), iv)
                    .doFinal(all, IV_BYTES, all.length - IV_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("credential: not sealed for this view", e);
        }
    }

    private Cipher cipher(int mode, ProviderId provider, int version, String baseUrl, byte[] iv)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        String aad = provider.value() + '\n' + version + '\n' + baseUrl;
        cipher.updateAAD(aad.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
