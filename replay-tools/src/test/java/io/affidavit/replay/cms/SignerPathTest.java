package io.affidavit.replay.cms;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignerPathTest {

    private static final Instant AT = Instant.parse("2026-11-26T00:00:00Z");
    private static final TestSigner ROOT = TestSigner.root("root.test");

    /// An authority whose root is younger than another one that vouches for it.
    @Test
    void goesThroughACrossCertificateWhicheverRootsAreTrusted() {
        TestSigner old = TestSigner.root("old.test");
        TestSigner cross = ROOT.vouchedForBy(old, "root.test");
        TestSigner between = ROOT.vouching("between.test");
        TestSigner authority = between.authority("tsa.test");
        List<X509Certificate> token = certificates(authority, between, cross);

        assertThatCode(() -> path(ROOT, old).checkTimeStamping(token.getFirst(), token))
                .doesNotThrowAnyException();
        assertThatCode(() -> path(old).checkTimeStamping(token.getFirst(), token))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> path(ROOT).checkTimeStamping(token.getFirst(), token))
                .hasMessage("CN=root.test, whose issuer is not trusted");
    }

    /// Some authorities send the younger root itself as well.
    @Test
    void goesThroughARootAndItsCrossCertificateInWhateverOrderTheyCame() {
        TestSigner old = TestSigner.root("old.test");
        TestSigner cross = ROOT.vouchedForBy(old, "root.test");
        TestSigner authority = ROOT.authority("tsa.test");
        X509Certificate signer = authority.certificate();

        for (List<X509Certificate> token :
                List.of(
                        certificates(authority, ROOT, cross),
                        certificates(authority, cross, ROOT),
                        certificates(cross, ROOT, authority),
                        certificates(ROOT, authority, cross, old))) {
            assertThatCode(() -> path(old).checkTimeStamping(signer, token))
                    .doesNotThrowAnyException();
            assertThatCode(() -> path(ROOT, old).checkTimeStamping(signer, token))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> path(ROOT).checkTimeStamping(signer, token))
                    .hasMessageEndingWith("whose issuer is not trusted");
        }
    }

    @Test
    void refusesACertificateThatNobodyNeedsWhereverItStands() {
        TestSigner other = TestSigner.root("other.test");
        TestSigner authority = ROOT.authority("tsa.test");
        X509Certificate signer = authority.certificate();

        for (List<X509Certificate> token :
                List.of(
                        certificates(authority, ROOT, other),
                        certificates(other, authority, ROOT))) {
            assertThatThrownBy(() -> path(ROOT, other).checkTimeStamping(signer, token))
                    .hasMessage("CN=other.test, which is not on the path");
        }
    }

    /// Each of one key's certificates vouches for all the others.
    @Test
    void givesUpSoonWhereEverybodyVouchesForEverybody() {
        TestSigner[] all = new TestSigner[8];
        all[0] = ROOT.authority("tsa.test");
        for (int i = 1; i < all.length; i++) {
            all[i] = ROOT.vouchedForBy(ROOT, "root.test");
        }
        List<X509Certificate> token = certificates(all);

        assertThatThrownBy(() ->
                        path(TestSigner.root("other.test"))
                                .checkTimeStamping(token.getFirst(), token))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTimeStampsByAKeyForNothingElse() {
        X509Certificate authority = ROOT.notaryAuthority("tsa.test").certificate();
        X509Certificate signer = ROOT.notary("export.test").certificate();

        assertThatCode(() -> path(ROOT).checkTimeStamping(authority, List.of(authority)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> path(ROOT).check(signer, List.of(signer)))
                .hasMessage("CN=export.test must not sign");
    }

    /// Policies that are mapped to each other multiply with each certificate.
    @Test
    void followsNoMappingOfPolicies() {
        byte[] one = Asn.oid("1.2.3.1");
        byte[] other = Asn.oid("1.2.3.2");
        byte[] demanded =
                TestSigner.extension("2.5.29.36", Asn.sequence(Asn.element(0x80, new byte[1])));
        byte[] mapped = TestSigner.extension("2.5.29.33", Asn.sequence(Asn.sequence(one, other)));
        TestSigner between = ROOT.vouching("between.test", policy(one), mapped, demanded);
        List<X509Certificate> same = certificates(between.signer("a.test", policy(one)), between);
        List<X509Certificate> mappedTo =
                certificates(between.signer("a.test", policy(other)), between);
        TestSigner plain = ROOT.vouching("plain.test", policy(one), demanded);
        List<X509Certificate> good = certificates(plain.signer("a.test", policy(one)), plain);

        assertThatCode(() -> path(ROOT).check(good.getFirst(), good)).doesNotThrowAnyException();
        for (List<X509Certificate> bad : List.of(same, mappedTo)) {
            assertThatThrownBy(() -> path(ROOT).check(bad.getFirst(), bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static byte[] policy(byte[] oid) {
        return TestSigner.extension("2.5.29.32", Asn.sequence(Asn.sequence(oid)));
    }

    private static SignerPath path(TestSigner... anchors) {
        return new SignerPath(certificates(anchors), AT);
    }

    private static List<X509Certificate> certificates(TestSigner... signers) {
        return Stream.of(signers).map(TestSigner::certificate).toList();
    }
}
