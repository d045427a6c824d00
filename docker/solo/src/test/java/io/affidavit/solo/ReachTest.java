package io.affidavit.solo;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.tls.CertificateKeeper;
import io.affidavit.edge.tls.PemFiles;
import io.affidavit.edge.tls.TlsIdentity;
import io.affidavit.schemas.testing.TestCertificate;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {

    private static final Path FILE = Path.of("/data/tls.pem");

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8080",
        "0.0.0.0, http://127.0.0.1:8080",
        "192.0.2.7, http://192.0.2.7:8080",
        "::, http://[0:0:0:0:0:0:0:1]:8080"
    })
    void leadsToThisMachine(String bind, String url) {
        assertThat(reach(bind, null)).isEqualTo(new Reach(url, url, ""));
    }

    @Test
    void namesAnAddressOfTheCertificate() {
        String url = "https://127.0.0.1:8080";
        assertThat(reach("0.0.0.0", TestCertificate.of("x")))
                .isEqualTo(new Reach(url, url, "--cacert '/data/tls.pem' "));
    }

    @Test
    void namesAHostOfTheCertificateAndSaysWhereItIs() {
        assertThat(reach("127.0.0.1", TestCertificate.forHost("llm.example")))
                .isEqualTo(
                        new Reach(
                                "https://127.0.0.1:8080",
                                "https://llm.example:8080",
                                "--cacert '/data/tls.pem' --resolve llm.example:8080:127.0.0.1 "));
        assertThat(reach("127.0.0.1", TestCertificate.forHost("*.llm.example")).named())
                .isEqualTo("https://affidavit.llm.example:8080");
    }

    private Reach reach(String bind, @Nullable TestCertificate certificate) {
        return Reach.of(bind, 8080, certificate == null ? null : identity(certificate), FILE);
    }

    private TlsIdentity identity(TestCertificate certificate) {
        PemFiles files = new PemFiles(directory.resolve("c"), directory.resolve("k"));
        certificate.write(files.certificate(), files.key());
        try (CertificateKeeper keeper = new CertificateKeeper(files, Clock.systemUTC())) {
            return keeper.identity();
        }
    }
}
