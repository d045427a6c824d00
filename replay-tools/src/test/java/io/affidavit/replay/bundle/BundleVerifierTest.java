package io.affidavit.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.cms.TestSigner;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.SampleLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleVerifierTest {

    @TempDir private Path temporary;

    @Test
    void takesAGoodBundleFromAFolderAndFromAZip() throws Exception {
        BundleMaker bundle = BundleMaker.sample();

        Verified folder = Verified.of(bundle.write(temporary.resolve("bundle")), Verified.trust());
        Verified zip = Verified.of(bundle.zip(temporary.resolve("b.zip")), Verified.trust());

        assertThat(folder.lines()).isEmpty();
        assertThat(folder.code()).isZero();
        assertThat(zip.verdict()).isEqualTo(folder.verdict());
        assertThat(folder.verdict().events()).isEqualTo(6);
        assertThat(folder.verdict().withheld()).isEqualTo(1);
        assertThat(folder.verdict().checkpoint()).isEqualTo(bundle.checkpoint(13));
        assertThat(folder.verdict().stamp()).isEqualTo("none");
        assertThat(folder.verdict().external()).isTrue();
        assertThat(folder.verdict().scope()).isEqualTo("call:" + SampleLog.callId(1));
    }

    @Test
    void saysWhenNothingButTheBundleVouchesForItself() throws Exception {
        Trust nobody = new Trust(null, List.of(), List.of(), null, Verified.NOW);

        Verified alone = verify(BundleMaker.sample(), nobody);

        assertThat(alone.lines()).isEmpty();
        assertThat(alone.code()).isEqualTo(3);
        assertThat(alone.verdict().external()).isFalse();
    }

    @Test
    void saysWhenACallHasNoEndYet() throws Exception {
        String call = SampleLog.callId(1);

        Verified open =
                verify(
                        maker(3, 12).show(0, 8, 9, 10, 11).call(call).open(call).make(),
                        Verified.trust());

        assertThat(open.lines()).isEmpty();
        assertThat(open.code()).isEqualTo(4);
        assertThat(open.verdict().missing()).containsExactly("1 call has no end yet");
    }

    @Test
    void proveManyRecordsTogether() throws Exception {
        BundleMaker bundle =
                maker(3, 13)
                        .show(0, 8, 9, 10, 11, 12)
                        .withhold(2)
                        .call(SampleLog.callId(1))
                        .together()
                        .make();

        assertThat(verify(bundle, Verified.trust()).lines()).isEmpty();
        assertThat(verify(bundle, Verified.trust()).code()).isZero();
    }

    /// Of two calls the ends are kept back; each must be accounted for.
    @ParameterizedTest
    @CsvSource({"12 17, 0", "17, 33", "12, 33", "2 17, 33", "7 12, 33"})
    void aLeafKeptBackExplainsOneRecord(String withheld, int code) throws Exception {
        BundleMaker maker = maker(3, 18).show(0, 8, 9, 10, 11, 13, 14, 15, 16);
        for (String position : withheld.split(" ", -1)) {
            maker.withhold(Integer.parseInt(position));
        }
        String ids = "[\"" + SampleLog.callId(1) + "\",\"" + SampleLog.callId(2) + "\"]";

        Verified verified =
                verify(maker.scope("calls", null, ids, null, null).make(), Verified.trust());

        assertThat(verified.code()).as(verified.lines()).isEqualTo(code);
    }

    @Test
    void aHostileTextMovesNoCursor() {
        Failure failure =
                new Failure(Check.MALFORMED, "manifest.json", "x\nOK\u001b[8m\u202e", "a scope");

        assertThat(failure.line()).isEqualTo("FAIL 2 1 manifest.json: x?OK?[8m? expected a scope");
    }

    @Test
    void takesAnOrganizationsPeriodWithItsRecordBefore() throws Exception {
        assertThat(verify(period().make(), Verified.trust()).lines()).isEmpty();
    }

    @Test
    void explainsWhatIsKeptBackInAPeriod() throws Exception {
        Verified period = verify(period().hide(10).make(), Verified.trust());

        assertThat(period.lines()).isEmpty();
        assertThat(period.verdict().withheld()).isEqualTo(1);
    }

    @Test
    void followsWhatTheAuditorKnows() throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        String policy = BundleMaker.KEYS.policy();

        assertThat(verify(bundle, Verified.trust(policy, bundle.note(13).bytes())).code()).isZero();
        assertThat(verify(bundle, Verified.trust(policy, bundle.note(18).bytes())).code()).isZero();
        Verified unproven = verify(bundle, Verified.trust(policy, bundle.note(5).bytes()));
        assertThat(unproven.code()).isEqualTo(4);
        bundle.put("log/consistency-known-5", bundle.consistency(5, 18));
        bundle.resum().resign(BundleMaker.SIGNER);
        assertThat(verify(bundle, Verified.trust(policy, bundle.note(5).bytes())).code()).isZero();
    }

    @Test
    void demandsAThirdPartysTimeWhereThePolicyDoes() throws Exception {
        TestSigner authority = BundleMaker.ROOT.authority("tsa.test");
        Instant at = Instant.parse("2026-11-25T14:00:05Z");
        String policy = BundleMaker.KEYS.policy() + "# require time\n";
        BundleMaker bundle = BundleMaker.sample();

        assertThat(verify(bundle, Verified.trust(policy, null)).code()).isEqualTo(4);

        bundle.put("log/checkpoint.tsr", authority.stamp(bundle.get("log/checkpoint.signed"), at));
        bundle.resum().resign(BundleMaker.SIGNER);
        bundle.put("SHA256SUMS.p7s.tsr", authority.stamp(bundle.get("SHA256SUMS.p7s"), at));
        Trust trust = Verified.trust(policy, null);
        Trust withTime = new Trust(trust.policy(), trust.ca(), trust.ca(), null, trust.at());

        Verified stamped = verify(bundle, withTime);
        assertThat(stamped.lines()).isEmpty();
        assertThat(stamped.code()).isZero();
        assertThat(stamped.verdict().stamp()).isEqualTo("third-party");
    }

    @Test
    void believesACertificateAtTheTimeOfItsStamp() throws Exception {
        TestSigner authority = BundleMaker.ROOT.authority("tsa.test");
        Instant end = Instant.parse("2026-02-01T00:00:00Z");
        BundleMaker bundle = BundleMaker.sample();
        bundle.resign(BundleMaker.ROOT.signer("export.test", end));

        assertThat(verify(bundle, at(null)).code()).as("now").isEqualTo(12);
        bundle.put(
                "SHA256SUMS.p7s.tsr",
                authority.stamp(bundle.get("SHA256SUMS.p7s"), end.minusSeconds(1)));
        assertThat(verify(bundle, at(null)).lines()).isEmpty();
        assertThat(verify(bundle, at(end.minusSeconds(9))).lines()).isEmpty();
        assertThat(verify(bundle, at(Verified.NOW)).code()).as("as demanded").isEqualTo(12);
    }

    private static Trust at(@Nullable Instant at) {
        Trust trust = Verified.trust();
        return new Trust(trust.policy(), trust.ca(), trust.ca(), null, at);
    }

    private static BundleMaker maker(int calls, int size) {
        return new BundleMaker(BundleMaker.records(SampleLog.withCalls(calls)), size);
    }

    /// Acme's records from call 2 on: 8 to 12 and 13 to 17; its record before is at 1.
    private static Period period() {
        return new Period();
    }

    private static final class Period {
        private final BundleMaker maker = maker(5, 28);
        private int hidden = -1;

        Period hide(int position) {
            hidden = position;
            return this;
        }

        BundleMaker make() {
            IntStream.concat(IntStream.of(0, 1), IntStream.rangeClosed(8, 17))
                    .forEach(position -> {
                        if (position == hidden) {
                            maker.withhold(position);
                        } else {
                            maker.show(position);
                        }
                    });
            return maker.scope(
                            "organization",
                            "acme",
                            null,
                            "2026-11-25T14:00:00.123500Z",
                            "2026-11-25T14:00:01.000000Z")
                    .make();
        }
    }

    private Verified verify(BundleMaker bundle, Trust trust) throws IOException {
        return Verified.of(bundle.zip(temporary.resolve("bundle.zip")), trust);
    }
}
