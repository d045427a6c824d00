package io.affidavit.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.affidavit.schemas.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CertificateKeeperTest {

    private static final TestCertificate FIRST = TestCertificate.of("first");
    private static final TestCertificate SECOND = TestCertificate.of("second");

    @TempDir private Path directory;
    private Path certificate;
    private Path key;

    @BeforeEach
    void write() {
        certificate = directory.resolve("chain.pem");
        key = directory.resolve("key.pem");
        FIRST.write(certificate, key);
    }

    @Test
    void readsAChainInPem() {
        TestCertificate issued = FIRST.issue("issued");
        issued.write(certificate, key);
        CertificateKeeper keeper = keeper();
        assertThat(keeper.identity().chain()).isEqualTo(issued.chain());
        assertThat(keeper.identity().pem()).isEqualTo(issued.pem());
        assertThat(keeper.identity().toString()).contains("CN=issued");
    }

    @Test
    void readsWhatPeopleWriteAroundPem() throws IOException {
        Files.writeString(certificate, "subject=CN = first\r\n\r\n" + FIRST.pem() + "\nend\n");
        Files.writeString(key, "Bag Attributes\n  friendlyName: x\n" + FIRST.keyPem());
        assertThat(keeper().identity().chain()).isEqualTo(FIRST.chain());
    }

    @Test
    void readsPkcs12() throws IOException {
        Pkcs12File file = pkcs12("right", "right\n");
        assertThat(new CertificateKeeper(file, Clock.systemUTC()).identity().chain())
                .isEqualTo(FIRST.chain());
    }

    @Test
    void refusesAWrongPassword() throws IOException {
        Pkcs12File file = pkcs12("right", "wrong\n");
        assertThatThrownBy(() -> new CertificateKeeper(file, Clock.systemUTC()))
                .isInstanceOf(TlsException.class)
                .hasMessage(
                        "affidavit.tls.keystore: "
                                + file.keystore()
                                + " (expected: PKCS#12, under the password of"
                                + " affidavit.tls.keystore-password-file)");
    }

    @Test
    void refusesFilesThatAreNotThere() throws IOException {
        Files.delete(key);
        assertRefused("affidavit.tls.key: " + key, "a file this process can read");
    }

    @Test
    void refusesWhatIsNoCertificate() throws IOException {
        Files.writeString(certificate, "hello");
        assertRefused("affidavit.tls.certificate: " + certificate, "a certificate chain in PEM");
        Files.writeString(
                certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertRefused("affidavit.tls.certificate: " + certificate, "a certificate chain in PEM");
    }

    @Test
    void refusesAKeyInAnotherForm() throws IOException {
        for (String label : List.of("EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY")) {
            Files.writeString(key, FIRST.keyPem().replace("PRIVATE KEY", label));
            assertRefused("affidavit.tls.key: " + key, "a PKCS#8 private key in PEM");
        }
        Files.writeString(key, FIRST.keyPem().replace("M", "!"));
        assertRefused("affidavit.tls.key: " + key, "a PKCS#8 private key in PEM");
    }

    @Test
    void refusesAnotherCertificatesKey() throws IOException {
        Files.writeString(key, SECOND.keyPem());
        assertRefused("affidavit.tls.certificate", "first the certificate of the private key");
    }

    @Test
    void refusesAKeyOfAnotherAlgorithm() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        byte[] der = rsa.generateKeyPair().getPrivate().getEncoded();
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getEncoder().encodeToString(der)
                        + "\n-----END PRIVATE KEY-----\n");
        assertRefused("affidavit.tls.key: " + key, "a PKCS#8 private key in PEM");
    }

    @Test
    void refusesAChainThatIsNone() throws IOException {
        Files.writeString(certificate, FIRST.pem() + SECOND.pem());
        assertRefused("affidavit.tls.certificate", "after each certificate the one that signed it");
    }

    @Test
    void neverQuotesAKey() throws IOException {
        Files.writeString(key, FIRST.keyPem().replace("M", "!"));
        assertThatThrownBy(this::keeper).hasNoCause();
    }

    @Test
    void takesNewFilesAndTellsEverybodyFirst() {
        CertificateKeeper keeper = keeper();
        List<String> told = new ArrayList<>();
        keeper.onRenewal(next -> told.add(next.toString() + " after " + keeper.identity()));
        keeper.check();
        assertThat(told).isEmpty();

        SECOND.write(certificate, key);
        keeper.check();

        assertThat(keeper.identity().chain()).isEqualTo(SECOND.chain());
        assertThat(told).singleElement().asString().matches(".*second.* after .*first.*");
        assertThat(keeper.problem()).isNull();
    }

    @Test
    void keepsWhatItHasWhileFilesAreBroken() throws IOException {
        CertificateKeeper keeper = keeper();
        List<String> problems = new ArrayList<>();
        keeper.onChange(() -> problems.add(String.valueOf(keeper.problem())));

        Files.writeString(key, SECOND.keyPem()); // half of a change
        keeper.check();
        keeper.check();
        Files.delete(key);
        keeper.check();

        assertThat(keeper.identity().chain()).isEqualTo(FIRST.chain());
        assertThat(problems)
                .hasSize(2)
                .first()
                .asString()
                .contains("first the certificate of the private key");
        SECOND.write(certificate, key);
        keeper.check();
        assertThat(keeper.identity().chain()).isEqualTo(SECOND.chain());
        assertThat(problems).last().isEqualTo("null");
    }

    @Test
    void forgetsAProblemThatPassedByItself() throws IOException {
        CertificateKeeper keeper = keeper();
        Files.delete(key);
        keeper.check();
        assertThat(keeper.problem()).contains("a file this process can read");
        FIRST.write(certificate, key);
        keeper.check();
        assertThat(keeper.problem()).isNull();
    }

    @Test
    void changesEverywhereOrNowhere() {
        CertificateKeeper keeper = keeper();
        List<TlsIdentity> told = new ArrayList<>();
        keeper.onRenewal(told::add);
        keeper.onRenewal(next -> {
            if (next != keeper.identity()) {
                throw new IllegalStateException("a port that cannot");
            }
        });
        TlsIdentity before = keeper.identity();
        SECOND.write(certificate, key);
        keeper.check();
        assertThat(keeper.identity()).isSameAs(before);
        assertThat(told).hasSize(2).last().isSameAs(before);
        assertThat(keeper.problem()).contains("a certificate that every port takes");
    }

    @Test
    void warnsOnceADayOfAnEndThatIsNear() {
        Logger logger = (Logger) LoggerFactory.getLogger(CertificateKeeper.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        logger.addAppender(heard);
        try {
            keeper().check();
            assertThat(heard.list).isEmpty();
            TestCertificate.of("old", Duration.ofDays(13)).write(certificate, key);
            AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
            CertificateKeeper keeper =
                    new CertificateKeeper(new PemFiles(certificate, key), now::get);
            keeper.check();
            keeper.check();
            now.set(now.get().plus(Duration.ofHours(25)));
            keeper.check();
            now.set(now.get().plus(Duration.ofDays(13)));
            keeper.check();
        } finally {
            logger.detachAppender(heard);
        }
        assertThat(heard.list)
                .extracting(ILoggingEvent::getMessage)
                .containsExactly(
                        "the certificate ends soon",
                        "the certificate ends soon",
                        "the certificate is expired");
    }

    private Pkcs12File pkcs12(String password, String said) throws IOException {
        Path store = directory.resolve("store.p12");
        FIRST.writePkcs12(store, password);
        return new Pkcs12File(store, Files.writeString(directory.resolve("password"), said));
    }

    private void assertRefused(String beginning, String rule) {
        assertThatThrownBy(this::keeper)
                .isInstanceOf(TlsException.class)
                .hasMessageStartingWith(beginning)
                .hasMessageContaining("(expected: " + rule);
    }

    private CertificateKeeper keeper() {
        return new CertificateKeeper(new PemFiles(certificate, key), Clock.systemUTC());
    }
}
