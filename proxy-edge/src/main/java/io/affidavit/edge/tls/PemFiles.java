package io.affidavit.edge.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A certificate chain and a private key in PEM (RFC 7468).
///
/// @param certificate the server's certificate first, then those of its issuers
/// @param key PKCS#8, not encrypted
public record PemFiles(Path certificate, Path key) implements CertificateFiles {

    private static final String CERTIFICATE = "affidavit.tls.certificate";
    private static final String KEY = "affidavit.tls.key";
    private static final String KEY_RULE =
            "a PKCS#8 private key in PEM, not encrypted, as `openssl pkcs8 -topk8 -nocrypt` writes";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    @Override
    public List<Path> paths() {
        return List.of(certificate, key);
    }

    @Override
    public String setting(int index) {
        return index == 0 ? CERTIFICATE : KEY;
    }

    @Override
    public TlsIdentity parse(List<byte[]> contents) {
        List<X509Certificate> chain = chain(contents.getFirst());
        return TlsIdentity.of(privateKey(contents.getLast(), chain.getFirst()), chain, this);
    }

    private List<X509Certificate> chain(byte[] pem) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (byte[] der : blocks(pem, "CERTIFICATE")) {
                chain.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(der)));
            }
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TlsException(CERTIFICATE, certificate, "a certificate chain in PEM", e);
        }
        throw new TlsException(CERTIFICATE, certificate, "a certificate chain in PEM");
    }

    private PrivateKey privateKey(byte[] pem, X509Certificate leaf) {
        try {
            for (byte[] der : blocks(pem, "PRIVATE KEY")) {
                return KeyFactory.getInstance(leaf.getPublicKey().getAlgorithm())
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            }
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // Not as cause: nobody knows whether it quotes the key.
            throw new TlsException(KEY, key, KEY_RULE + ", of the certificate's algorithm");
        }
        throw new TlsException(KEY, key, KEY_RULE);
    }

    private static List<byte[]> blocks(byte[] pem, String label) {
        Matcher matcher = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        List<byte[]> blocks = new ArrayList<>();
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                blocks.add(Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", "")));
            }
        }
        return blocks;
    }
}
