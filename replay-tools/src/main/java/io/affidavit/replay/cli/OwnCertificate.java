package io.affidavit.replay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts the gateway of this installation and nobody else: the very certificate that it says it
/// shows. Names, issuers and dates decide nothing, because the file is its own word.
final class OwnCertificate extends X509ExtendedTrustManager {

    private final X509Certificate expected;

    private OwnCertificate(X509Certificate expected) {
        this.expected = expected;
    }

    /// A client for the gateway that said this of itself.
    ///
    /// @param tls what it said; `null` where it speaks plain HTTP
    static HttpClient client(RunState.@Nullable Tls tls, Duration connect) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connect);
        return tls == null
                ? builder.build()
                : builder.sslContext(trusting(Path.of(tls.certificate()))).build();
    }

    /// @param file the gateway's chain in PEM, its own certificate first
    /// @throws CommandFailure when it cannot be read
    static SSLContext trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate own =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new OwnCertificate(own)}, new SecureRandom());
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType)
            throws CertificateException {
        if (chain.length == 0 || !chain[0].equals(expected)) {
            throw new CertificateException("not the certificate of this installation");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, keyType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, keyType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType)
            throws CertificateException {
        throw new CertificateException("no client here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no client here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no client here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
