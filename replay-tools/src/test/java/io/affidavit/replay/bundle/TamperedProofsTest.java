package io.affidavit.replay.bundle;

import static io.affidavit.replay.bundle.Attacks.checkpoint;
import static io.affidavit.replay.bundle.Attacks.edit;
import static io.affidavit.replay.bundle.Attacks.lines;
import static io.affidavit.replay.bundle.Attacks.notes;
import static io.affidavit.replay.bundle.Attacks.path;
import static io.affidavit.replay.bundle.Attacks.put;
import static io.affidavit.replay.bundle.Attacks.remove;
import static io.affidavit.replay.bundle.Attacks.row;
import static io.affidavit.replay.bundle.Attacks.seal;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.Attacks.Sums;
import io.affidavit.replay.proof.TestLogKeys;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.TlogProof;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The tamper matrix for bundles, proofs and checkpoints: each row gives exactly its code.
class TamperedProofsTest {

    private static final String CALL = SampleLog.callId(1);

    @TempDir private Path temporary;

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("rows")
    void exits(String what, Sums sums, int code, Consumer<BundleMaker> attack) throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        attack.accept(bundle);
        seal(bundle, sums);

        Verified verified = verify(bundle);

        assertThat(verified.code()).as(verified.lines()).isEqualTo(code);
    }

    static Stream<Arguments> rows() {
        return Stream.concat(rowsOfProofs(), rowsOfNotes());
    }

    private static Stream<Arguments> rowsOfProofs() {
        String proof = "proofs/10.tlog-proof";
        return Stream.of(
                row("a hash dropped", Sums.SIGNED, 30, path(proof, path -> path.removeLast())),
                row(
                        "a hash added",
                        Sums.SIGNED,
                        30,
                        path(proof, path -> path.add(path.getFirst()))),
                row(
                        "hashes reordered",
                        Sums.SIGNED,
                        30,
                        path(proof, path -> Collections.swap(path, 0, 1))),
                row(
                        "proofs of two events swapped",
                        Sums.SIGNED,
                        30,
                        bundle -> {
                            byte[] other = bundle.get("proofs/11.tlog-proof");
                            bundle.put("proofs/11.tlog-proof", bundle.get(proof)).put(proof, other);
                        }),
                row("index", Sums.SIGNED, 30, edit(proof, "index 10", "index 11")),
                row("no proof", Sums.SIGNED, 30, remove(proof)),
                row(
                        "a proof too many",
                        Sums.SIGNED,
                        30,
                        bundle -> bundle.put("proofs/4.tlog-proof", bundle.get(proof))),
                row(
                        "a proof against another checkpoint",
                        Sums.SIGNED,
                        30,
                        bundle ->
                                bundle.put(
                                        proof,
                                        new TlogProof(
                                                        10,
                                                        TlogProof.parse(bundle.text(proof)).path(),
                                                        bundle.note(18))
                                                .bytes())),
                row(
                        "a withheld leaf",
                        Sums.SIGNED,
                        30,
                        bundle ->
                                bundle.edit(
                                        "withheld.jsonl",
                                        text -> text.replaceAll("[0-9a-f]{64}", "0".repeat(64)))));
    }

    private static Stream<Arguments> rowsOfNotes() {
        TestLogKeys stranger = new TestLogKeys(SampleLog.ORIGIN);
        LogOrigin elsewhere = new LogOrigin("else.example/0123456789abcdef/2026");
        Checkpoint fork = new Checkpoint(SampleLog.ORIGIN, 18, Digest.ZERO);
        return Stream.of(
                row(
                        "a stamped part that says nothing",
                        Sums.SIGNED,
                        20,
                        put("log/checkpoint.signed", "")),
                row(
                        "a stamped part that names the log alone",
                        Sums.SIGNED,
                        20,
                        put("log/checkpoint.signed", SampleLog.ORIGIN.value() + "\n")),
                row(
                        "size in the checkpoint",
                        Sums.SIGNED,
                        20,
                        checkpoint(text -> text.replace("\n13\n", "\n14\n"))),
                row(
                        "unknown origin",
                        Sums.SIGNED,
                        21,
                        notes(bundle ->
                                new TestLogKeys(elsewhere)
                                        .sign(
                                                new Checkpoint(
                                                        elsewhere,
                                                        13,
                                                        bundle.checkpoint(13).root())))),
                row(
                        "no line of a known key",
                        Sums.SIGNED,
                        20,
                        notes(bundle -> stranger.sign(bundle.checkpoint(13)))),
                row(
                        "a bad line of a known key",
                        Sums.SIGNED,
                        20,
                        notes(bundle ->
                                lines(
                                        bundle,
                                        BundleMaker.KEYS.ed25519Line(bundle.checkpoint(12)),
                                        BundleMaker.KEYS.mlDsaLine(bundle.checkpoint(13))))),
                row(
                        "ML-DSA line stripped",
                        Sums.SIGNED,
                        20,
                        notes(bundle ->
                                lines(
                                        bundle,
                                        BundleMaker.KEYS.ed25519Line(bundle.checkpoint(13))))),
                row(
                        "Ed25519 line stripped",
                        Sums.SIGNED,
                        20,
                        notes(bundle ->
                                lines(bundle, BundleMaker.KEYS.mlDsaLine(bundle.checkpoint(13))))),
                row(
                        "a fork signed by the true keys",
                        Sums.SIGNED,
                        23,
                        bundle -> bundle.put("log/latest", BundleMaker.KEYS.sign(fork).bytes())),
                row(
                        "an older latest",
                        Sums.SIGNED,
                        23,
                        bundle -> bundle.put("log/latest", bundle.note(12).bytes())),
                row("no consistency", Sums.SIGNED, 23, put("log/consistency-latest", "old 13\n")),
                row(
                        "consistency from elsewhere",
                        Sums.SIGNED,
                        23,
                        edit("log/consistency-latest", "old 13", "old 12")));
    }

    @Test
    void exits30ForAnythingWrongInAProofForMany() throws Exception {
        List<UnaryOperator<String>> attacks =
                List.of(
                        text -> text + text.lines().toList().getLast() + "\n",
                        text -> text.replaceFirst("\n[^\n]+", ""),
                        text -> text.replace("tree-proof@v1", "tree-proof@v2"),
                        text -> {
                            List<String> lines = new ArrayList<>(text.lines().toList());
                            Collections.swap(lines, 1, 2);
                            return String.join("\n", lines) + "\n";
                        });
        for (UnaryOperator<String> attack : attacks) {
            BundleMaker bundle =
                    new BundleMaker(BundleMaker.records(SampleLog.withCalls(3)), 13)
                            .show(0, 8, 9, 10, 11, 12)
                            .call(CALL)
                            .together()
                            .make();
            bundle.edit("proofs/tree", attack);
            seal(bundle, Sums.SIGNED);
            Verified verified = verify(bundle);
            assertThat(verified.code()).as(verified.lines()).isEqualTo(30);
        }
    }

    private Verified verify(BundleMaker bundle) throws IOException {
        return Verified.of(bundle.zip(temporary.resolve("b.zip")), Verified.trust());
    }
}
