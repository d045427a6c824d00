package io.affidavit.solo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFilesTest {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERTIFICATE_SIGNATURE = 5;

    @TempDir private Path temporary;

    @Test
    void makesAKeyWithACertificateUnderARootOfItsOwn() throws Exception {
        new ExportFiles(temporary).createMissing();

        List<X509Certificate> chain;
        try (var in = Files.newInputStream(temporary.resolve("export.pem"))) {
            chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
        }
        assertThat(chain).hasSize(2);
        X509Certificate signer = chain.getFirst();
        X509Certificate root = chain.getLast();
        signer.verify(root.getPublicKey());
        root.verify(root.getPublicKey());
        assertThat(signer.getKeyUsage()[DIGITAL_SIGNATURE]).isTrue();
        assertThat(signer.getBasicConstraints()).isEqualTo(-1);
        assertThat(root.getKeyUsage()[CERTIFICATE_SIGNATURE]).isTrue();
        assertThat(root.getBasicConstraints()).isZero();
        assertThat(DataDirectoryTest.mode(temporary.resolve("export.ecdsa")))
                .isEqualTo("rw-------");
    }

    @Test
    void leavesWhatIsThereAndRefusesHalfOfIt() throws IOException {
        ExportFiles files = new ExportFiles(temporary);
        files.createMissing();
        String key = Files.readString(temporary.resolve("export.ecdsa"));
        files.createMissing();
        assertThat(Files.readString(temporary.resolve("export.ecdsa"))).isEqualTo(key);

        Files.delete(temporary.resolve("export.pem"));
        assertThatThrownBy(files::createMissing)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("export.pem: missing");
    }
}
