package io.affidavit.edge.house;

import io.affidavit.edge.server.ServerLimits;
import io.affidavit.edge.tls.CertificateKeeper;
import io.affidavit.edge.tls.PemFiles;
import io.affidavit.edge.tls.ServerTls;
import io.affidavit.schemas.testing.TestCertificate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// The edge behind TLS, with a certificate that a test can replace.
public final class SecureHouse implements AutoCloseable {

    public final EdgeHouse edge;
    private final Path certificate;
    private final Path key;
    private final CertificateKeeper keeper;
    private final ServerTls tls;

    /// @param directory for the certificate's files
    public SecureHouse(
            Path directory, TestCertificate first, Duration handshake, ServerLimits limits) {
        certificate = directory.resolve("chain.pem");
        key = directory.resolve("key.pem");
        first.write(certificate, key);
        keeper = new CertificateKeeper(new PemFiles(certificate, key), Clock.systemUTC());
        tls = new ServerTls(keeper, handshake);
        edge = EdgeHouse.open(limits, tls);
        edge.catalog.show(Pages.simulated());
    }

    public SecureHouse(Path directory, TestCertificate first) {
        this(directory, first, Duration.ofSeconds(10), EdgeHouse.LIMITS);
    }

    public int port() {
        return edge.port();
    }

    /// Puts other files in place, and has them looked at.
    public void renew(TestCertificate next) {
        next.write(certificate, key);
        keeper.check();
    }

    @Override
    public void close() {
        edge.close();
        tls.close();
        keeper.close();
    }
}
