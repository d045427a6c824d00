package io.affidavit.command.vault;

import io.affidavit.schemas.evidence.KeyWrap;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Keeps credentials of providers so that a copy of the database gives none away and no row can be
/// used for another provider, address or version.
///
/// The key-encryption key wraps one key an organization, that wraps one data key a credential, that
/// seals the credential: AES-256-GCM each time, bound to its place by associated data.
public final class CredentialVault {

    private static final int ORGANIZATION_KEY_VERSION = 1;
    private static final int NONCE_BYTES = 8;
    private static final int TAG_BITS = 128;

    /// A credential in the clear, for as short as possible: whoever got it wipes the bytes.
    ///
    /// @param baseUrl the only address it may be sent to
    /// @param credential its characters, ASCII
    @SuppressWarnings("ArrayRecordComponent") // wiped by the caller, never compared
    public record Opened(String baseUrl, byte[] credential) {

        @Override
        public String toString() {
            return "Opened[" + baseUrl + "]";
        }
    }

    private final CredentialTable table;
    private final byte[] kek;
    private final SecureRandom random = new SecureRandom();

    public CredentialVault(DataSource vault, GatewaySecrets secrets) {
        this.table = new CredentialTable(vault);
        this.kek = secrets.kek();
    }

    /// Seals a credential for one version of a provider at one address.
    ///
    /// @return the name of the row, for the command that puts it in force
    public String seal(
            @Nullable OrganizationId organization,
            ProviderId provider,
            int version,
            String baseUrl,
            byte[] credential) {
        CredentialKeyRef ref =
                new CredentialKeyRef(
                        organization,
                        ORGANIZATION_KEY_VERSION,
                        provider,
                        version,
                        HexFormat.of().formatHex(random(NONCE_BYTES)));
        byte[] dataKey = random(KeyWrap.KEY_BYTES);
        byte[] iv = random(KeyWrap.IV_BYTES);
        byte[] organizationKey = organizationKey(ref);
        try {
            byte[] ciphertext =
                    cipher(Cipher.ENCRYPT_MODE, dataKey, iv, ref, baseUrl).doFinal(credential);
            byte[] sealed = Arrays.copyOf(iv, iv.length + ciphertext.length);
            System.arraycopy(ciphertext, 0, sealed, iv.length, ciphertext.length);
            byte[] wrapped =
                    KeyWrap.wrap(organizationKey, dataKeyRow(ref), dataKey, random(iv.length));
            table.insert(ref, new CredentialTable.Row(baseUrl, wrapped, sealed));
            return ref.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM must be available", e);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
            Arrays.fill(organizationKey, (byte) 0);
        }
    }

    /// Opens a credential; empty when it was destroyed.
    ///
    /// @throws IllegalStateException if the row was changed or sealed under another installation's
    ///   keys
    public Optional<Opened> open(String keyRef) {
        CredentialKeyRef ref = CredentialKeyRef.parse(keyRef);
        return table.find(keyRef).map(row -> new Opened(row.baseUrl(), open(ref, row)));
    }

    /// Removes a credential that no event names: its command was refused.
    public void discard(String keyRef) {
        table.delete(keyRef);
    }

    /// Destroys every credential of a provider.
    public void destroy(ProviderId provider) {
        table.deleteUpTo(provider, Integer.MAX_VALUE, List.of());
    }

    /// Destroys what a provider has up to a version, except the rows that are still in use.
    public void destroyUpTo(ProviderId provider, int version, Collection<String> inUse) {
        table.deleteUpTo(provider, version, inUse);
    }

    /// Providers that have a credential here, whether or not an event names it.
    public List<ProviderId> providers() {
        return table.providers();
    }

    private byte[] open(CredentialKeyRef ref, CredentialTable.Row row) {
        byte[] organizationKey = organizationKey(ref);
        try {
            byte[] dataKey = KeyWrap.unwrap(organizationKey, dataKeyRow(ref), row.dataKey());
            byte[] iv = Arrays.copyOf(row.sealed(), KeyWrap.IV_BYTES);
            return cipher(Cipher.DECRYPT_MODE, dataKey, iv, ref, row.baseUrl())
                    .doFinal(row.sealed(), iv.length, row.sealed().length - iv.length);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("credential " + ref + ": does not open", e);
        } finally {
            Arrays.fill(organizationKey, (byte) 0);
        }
    }

    private byte[] organizationKey(CredentialKeyRef ref) {
        String organization = ref.organizationOrDash();
        String row = "organization/" + organization + '/' + ref.keyVersion();
        Optional<byte[]> stored = table.organizationKey(organization, ref.keyVersion());
        if (stored.isEmpty()) {
            byte[] fresh =
                    KeyWrap.wrap(kek, row, random(KeyWrap.KEY_BYTES), random(KeyWrap.IV_BYTES));
            table.insertOrganizationKey(organization, ref.keyVersion(), fresh);
            stored = table.organizationKey(organization, ref.keyVersion());
        }
        return KeyWrap.unwrap(kek, row, stored.orElseThrow());
    }

    private static String dataKeyRow(CredentialKeyRef ref) {
        return "credential/" + ref;
    }

    private static Cipher cipher(
            int mode, byte[] key, byte[] iv, CredentialKeyRef ref, String baseUrl)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        String aad =
                "affidavit-credential/v1\n"
                        + ref.organizationOrDash()
                        + '\n'
                        + ref.provider()
                        + '\n'
                        + baseUrl
                        + '\n'
                        + ref.version()
                        + '\n';
        cipher.updateAAD(aad.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] random(int bytes) {
        byte[] fresh = new byte[bytes];
        random.nextBytes(fresh);
        return fresh;
    }
}
