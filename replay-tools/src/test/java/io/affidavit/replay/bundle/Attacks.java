package io.affidavit.replay.bundle;

import io.affidavit.replay.cms.TestSigner;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.TlogProof;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.provider.Arguments;

/// Ways to tamper with a bundle. Whoever tampers holds the export key where a row says so, and
/// never the log's keys but where it says that.
final class Attacks {

    private static final String EVENTS = "events.jsonl";
    private static final String MANIFEST = "manifest.json";

    private Attacks() {}

    /// Who vouches for the sums after the attack.
    enum Sums {
        UNTOUCHED,
        REMADE,
        SIGNED_BY_ANOTHER,
        SIGNED
    }

    static void seal(BundleMaker bundle, Sums sums) {
        switch (sums) {
            case UNTOUCHED -> {}
            case REMADE -> bundle.resum();
            case SIGNED_BY_ANOTHER ->
                    bundle.resum().resign(TestSigner.root("other.test").signer("export.test"));
            case SIGNED -> bundle.resum().resign(BundleMaker.SIGNER);
        }
    }

    static Arguments row(String what, Sums sums, int code, Consumer<BundleMaker> attack) {
        return Arguments.of(what, sums, code, attack);
    }

    static Arguments form(String what, UnaryOperator<String> change) {
        return Arguments.of(what, change);
    }

    static Consumer<BundleMaker> events(UnaryOperator<String> change) {
        return bundle -> bundle.edit(EVENTS, change);
    }

    static Consumer<BundleMaker> lines(Consumer<List<String>> change) {
        return events(text -> {
            List<String> lines = new ArrayList<>(text.lines().toList());
            change.accept(lines);
            return String.join("\n", lines) + "\n";
        });
    }

    /// Leaves out records of the call together with their proofs.
    static Consumer<BundleMaker> without(Integer... positions) {
        return bundle -> {
            lines(lines ->
                            lines.removeIf(line ->
                                    Arrays.stream(positions)
                                            .anyMatch(position ->
                                                    line.contains("\"pos\":\"" + position + "\""))))
                    .accept(bundle);
            for (int position : positions) {
                bundle.remove("proofs/" + position + ".tlog-proof");
            }
            bundle.remove("parts/12/response.blob");
            if (positions[positions.length - 1] == 12) {
                bundle.remove("parts/12/response.salt");
                bundle.edit(MANIFEST, text -> text.replaceFirst("\"salts\":[^]]+", "\"salts\":["));
            }
            if (positions[0] == 8) {
                bundle.remove("parts/8/request.txt").remove("parts/8/request.salt");
                bundle.edit(
                        MANIFEST,
                        text -> text.replaceFirst("\"disclosed\":[^]]+", "\"disclosed\":["));
            }
        };
    }

    static String foreign() {
        return new String(SampleLog.withCalls(3).rows().get(3).bytes(), StandardCharsets.UTF_8);
    }

    static Consumer<BundleMaker> manifest(String from, String to) {
        return bundle -> bundle.edit(MANIFEST, text -> text.replace(from, to));
    }

    static Consumer<BundleMaker> edit(String name, String from, String to) {
        return bundle -> bundle.edit(name, text -> text.replace(from, to));
    }

    static Consumer<BundleMaker> put(String name, String text) {
        return bundle -> bundle.put(name, text);
    }

    static Consumer<BundleMaker> remove(String name) {
        return bundle -> bundle.remove(name);
    }

    static Consumer<BundleMaker> flip(String name, int index) {
        return bundle -> bundle.get(name)[index] ^= 1;
    }

    static Consumer<BundleMaker> path(String name, Consumer<List<byte[]>> change) {
        return bundle -> {
            TlogProof proof = TlogProof.parse(bundle.text(name));
            List<byte[]> path = new ArrayList<>(proof.path());
            change.accept(path);
            bundle.put(name, new TlogProof(proof.index(), path, proof.note()).bytes());
        };
    }

    static Consumer<BundleMaker> checkpoint(UnaryOperator<String> change) {
        return bundle -> {
            for (String name : bundle.names()) {
                if (name.startsWith("log/checkpoint") || name.startsWith("proofs/")) {
                    bundle.edit(name, change);
                }
            }
        };
    }

    interface Making {
        SignedNote note(BundleMaker bundle);
    }

    /// Puts another note wherever the checkpoint stands.
    static Consumer<BundleMaker> notes(Making making) {
        return bundle -> {
            String old = bundle.text("log/checkpoint");
            String fresh = making.note(bundle).toString();
            checkpoint(text -> text.replace(old, fresh)).accept(bundle);
        };
    }

    static SignedNote lines(BundleMaker bundle, NoteSignature... lines) {
        return new SignedNote(bundle.checkpoint(13).text(), List.of(lines));
    }
}
