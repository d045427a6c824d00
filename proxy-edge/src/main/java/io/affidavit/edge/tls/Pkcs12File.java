package io.affidavit.edge.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// A certificate chain and its private key in one PKCS#12 file.
///
/// @param keystore the file; it has one private key, under the same password
/// @param passwordFile the password, and perhaps a newline
public record Pkcs12File(Path keystore, Path passwordFile) implements CertificateFiles {

    private static final String KEYSTORE = "affidavit.tls.keystore";
    private static final String PASSWORD = "affidavit.tls.keystore-password-file";

    @Override
    public List<Path> paths() {
        return List.of(keystore, passwordFile);
    }

    @Override
    public String setting(int index) {
        return index == 0 ? KEYSTORE : PASSWORD;
    }

    @Override
    public TlsIdentity parse(List<byte[]> contents) {
        char[] password =
                new String(contents.getLast(), StandardCharsets.UTF_8).strip().toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(contents.getFirst()), password);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() == 1
                    && store.getKey(keys.getFirst(), password) instanceof PrivateKey key) {
                return TlsIdentity.of(key, chain(store, keys.getFirst()), this);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException(
                    KEYSTORE, keystore, "PKCS#12, under the password of " + PASSWORD, e);
        }
        throw new TlsException(KEYSTORE, keystore, "exactly one private key in it");
    }

    private static List<X509Certificate> chain(KeyStore store, String alias)
            throws GeneralSecurityException {
        return Stream.of(store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .toList();
    }
}
