package io.affidavit.bench.edge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate of loopback with its P-256 key, made for one run by the JDK's `keytool`.
///
/// @param keystore PKCS#12
/// @param passwordFile its password
record Certificate(Path keystore, Path passwordFile) {

    private static final String PASSWORD = "benchmark";

    /// @param work where its files go
    static Certificate make(Path work) throws IOException, InterruptedException {
        Path keystore = work.resolve("tls.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "gateway",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=benchmark",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                keystore.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("keytool.log").toFile())
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed, see " + work.resolve("keytool.log"));
        }
        return new Certificate(
                keystore, Files.writeString(work.resolve("tls.password"), PASSWORD + "\n"));
    }

    /// Lines of the gateway's settings.
    String settings() {
        return "affidavit.tls.keystore="
                + keystore
                + "\naffidavit.tls.keystore-password-file="
                + passwordFile
                + "\n";
    }

    /// Trust in this certificate alone.
    TrustManagerFactory trust() {
        try (InputStream in = Files.newInputStream(keystore)) {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(in, PASSWORD.toCharArray());
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("gateway", own.getCertificate("gateway"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            return trust;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A client's context with that trust.
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
