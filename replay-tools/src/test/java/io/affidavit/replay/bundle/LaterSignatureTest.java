package io.affidavit.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.cms.TestSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The second signature over the sums, by ML-DSA-65.
class LaterSignatureTest {

    private static final TestSigner LATER = TestSigner.later("later.test");
    private static final int STEP = 1_531;

    private final BundleMaker bundle = BundleMaker.sample();

    @TempDir private Path temporary;

    @Test
    void holdsAndIsTrustedWhereItsCertificateIsKnown() throws IOException {
        bundle.put(Names.LATER_SIGNATURE, LATER.sign(bundle.get(Names.SUMS)));

        Verified unverified = verify(Verified.trust());
        Verified trusted = verify(knowing(LATER));

        assertThat(unverified.code()).as(unverified.lines()).isZero();
        assertThat(unverified.verdict().later()).isEqualTo("unverified");
        assertThat(trusted.code()).as(trusted.lines()).isZero();
        assertThat(trusted.verdict().later()).isEqualTo("trusted");
    }

    /// It is judged as the first one is, as of the same moment.
    @Test
    void isNotTrustedBehindTheEndOfItsCertificate() throws IOException {
        TestSigner ended = TestSigner.later("ended.test", Verified.NOW.minusSeconds(1));
        bundle.put(Names.LATER_SIGNATURE, ended.sign(bundle.get(Names.SUMS)));

        assertThat(verify(knowing(ended)).code()).isEqualTo(12);
        assertThat(verify(Verified.trust()).code()).as("named by nobody").isZero();
    }

    private static Trust knowing(TestSigner later) {
        Trust plain = Verified.trust();
        return new Trust(
                plain.policy(),
                List.of(plain.ca().getFirst(), later.certificate()),
                List.of(),
                null,
                plain.at());
    }

    @Test
    void isAFailureWhereItDoesNotHold() throws IOException {
        bundle.put(Names.LATER_SIGNATURE, LATER.sign(bundle.get(Names.MANIFEST)));
        assertThat(verify(Verified.trust()).code()).isEqualTo(11);

        bundle.put(Names.LATER_SIGNATURE, BundleMaker.SIGNER.sign(bundle.get(Names.SUMS)));
        assertThat(verify(Verified.trust()).code()).as("by another algorithm").isEqualTo(11);
    }

    @Test
    void hasNoBitToSpare() throws IOException {
        byte[] signature = LATER.sign(bundle.get(Names.SUMS));
        for (int bit = 5; bit < 8 * signature.length; bit += STEP) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            bundle.put(Names.LATER_SIGNATURE, flipped);
            assertThat(verify(Verified.trust()).code()).as("bit %d", bit).isEqualTo(11);
        }
    }

    private Verified verify(Trust trust) throws IOException {
        return Verified.of(bundle.zip(temporary.resolve("b.zip")), trust);
    }
}
