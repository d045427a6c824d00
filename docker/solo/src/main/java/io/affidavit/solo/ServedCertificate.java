package io.affidavit.solo;

import io.affidavit.edge.tls.CertificateKeeper;
import io.affidavit.solo.data.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `tls.pem`: the chain that our ports show now, for commands and for `curl --cacert`. It holds no
/// key, and exists while the process runs with TLS.
///
/// @param file where it is
record ServedCertificate(Path file) {

    /// Writes it now and before each change of what the ports show.
    void follow(CertificateKeeper keeper) {
        SecretFile.write(file, keeper.identity().pem());
        keeper.onRenewal(next -> SecretFile.write(file, next.pem()));
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
