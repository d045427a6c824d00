package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.tree.ProvenTree;
import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.evidence.LogOpened;
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

/// The checkpoints of a bundle and the proofs that its records are under them.
final class Proving {

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

    /// A tlog-policy with the keys that the log's first record names and no demand for witnesses;
    /// the key of receipts is a comment to readers who know none.
    static String policy(LogOpened opened) {
        return "log "
                + opened.ed25519Key()
                + "\nlog "
                + opened.mlDsa44Key()
                + "\n# receipt "
                + opened.receiptKey()
                + "\nquorum none\n";
    }
}
