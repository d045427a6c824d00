package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.tree.ProvenTree;
import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.ConsistencyProof;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.TlogProof;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checkpoints of a bundle and the proofs that its records are under them.
final class Proving {

    private static final Logger LOG = LoggerFactory.getLogger(Proving.class);

    private final ProvenTree covering;
    private final ProvenTree latest;
    private final @Nullable Checkpoint known;

    /// @param covering the tree that the records are proven to be in
    /// @param latest the newest one, not smaller than that
    /// @param known a checkpoint that whoever asks holds; `null` for none
    Proving(ProvenTree covering, ProvenTree latest, @Nullable Checkpoint known) {
        this.covering = covering;
        this.latest = latest;
        this.known = known;
    }

    Checkpoint checkpoint() {
        return covering.sealed().checkpoint();
    }

    /// Size of the newest checkpoint.
    long latest() {
        return latest.sealed().size();
    }

    /// Every proof is checked before it is written.
    ///
    /// @param leaves those of the records that stand in the bundle, in the order of positions
    void writeTo(BundleFolder folder, long[] positions, LeafFile leaves) throws IOException {
        SignedNote note = covering.sealed().note();
        folder.add(BundleFiles.CHECKPOINT, note.bytes());
        folder.add(BundleFiles.CHECKPOINT_SIGNED, ownLines().bytes());
        folder.add(BundleFiles.LATEST, latest.sealed().note().bytes());
        folder.add(
                BundleFiles.CONSISTENCY,
                new ConsistencyProof(checkpoint().size(), latest.consistency(covering.sealed()))
                        .bytes());
        if (known != null && known.size() <= latest.sealed().size()) {
            folder.add(
                    BundleFiles.consistencyKnown(known.size()),
                    new ConsistencyProof(known.size(), latest.consistency(known.size())).bytes());
            if (!latest.contains(known)) {
                LOG.atError()
                        .addKeyValue("size", known.size())
                        .log("the log's keys signed a checkpoint of another history");
            }
        }
        try (LeafFile.Reader each = leaves.read()) {
            if (positions.length > BundleFiles.SINGLE_PROOFS_MAX) {
                try (OutputStream out = folder.open(BundleFiles.TREE_PROOF)) {
                    covering.prove(Arrays.stream(positions).iterator(), _ -> each.next(), out);
                }
                return;
            }
            for (long position : positions) {
                List<byte[]> audit = covering.inclusion(position, each.next());
                folder.add(
                        BundleFiles.proof(position), new TlogProof(position, audit, note).bytes());
            }
        }
    }

    /// What is time-stamped: the note without the lines of witnesses.
    SignedNote ownLines() {
        SignedNote note = covering.sealed().note();
        LogOrigin origin = checkpoint().origin();
        List<NoteSignature> own =
                note.signatures().stream()
                        .filter(line -> line.name().equals(origin.value()))
                        .toList();
        return new SignedNote(note.text(), own);
    }

    /// A tlog-policy with the keys that the log's own records name and no demand for witnesses; the
    /// keys of receipts are comments to readers who know none, as are the ranges of keys that took
    /// over or have ended.
    static String policy(LogKeys keys) {
        StringBuilder policy = new StringBuilder();
        for (LogKeys.Term term : keys.terms()) {
            boolean isReceipts = term.use() == LogKeyUse.RECEIPT;
            long from = isReceipts ? 0 : term.from();
            if (from > 0 || !term.isOpen()) {
                String to = term.isOpen() ? "" : Long.toString(term.to());
                policy.append("# valid [%d,%s)\n".formatted(from, to));
            }
            policy.append(isReceipts ? "# receipt " : "log ").append(term.key()).append('\n');
        }
        return policy.append("quorum none\n").toString();
    }
}
