package io.affidavit.query.evidence.export;

import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.ConsistencyProof;
import io.affidavit.schemas.proof.NodeSource;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SetProof;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.TlogProof;
import io.affidavit.schemas.proof.TreeProofs;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/// The checkpoints of a bundle and the proofs that its records are under them.
final class Proving {

    private final NodeSource nodes;
    private final SignedNote covering;
    private final SignedNote latest;

    /// @param nodes the tree
    /// @param covering the checkpoint that the records are proven against
    /// @param latest the newest checkpoint, not older than that
    Proving(NodeSource nodes, SignedNote covering, SignedNote latest) {
        this.nodes = nodes;
        this.covering = covering;
        this.latest = latest;
    }

    Checkpoint checkpoint() {
        return covering.checkpoint();
    }

    /// Size of the newest checkpoint.
    long latest() {
        return latest.checkpoint().size();
    }

    /// @throws ExportFailure where stored hashes and signed checkpoints do not agree
    void writeTo(BundleFolder folder, long[] positions) throws IOException {
        Checkpoint checkpoint = covering.checkpoint();
        LogOrigin origin = checkpoint.origin();
        folder.add(BundleFiles.CHECKPOINT, covering.bytes());
        folder.add(BundleFiles.CHECKPOINT_SIGNED, ownLines(origin).bytes());
        folder.add(BundleFiles.LATEST, latest.bytes());
        TreeProofs tree = new TreeProofs(nodes);
        List<byte[]> path = tree.consistency(checkpoint.size(), latest.checkpoint().size());
        folder.add(BundleFiles.CONSISTENCY, new ConsistencyProof(checkpoint.size(), path).bytes());
        if (positions.length <= BundleFiles.SINGLE_PROOFS_MAX) {
            requireRoot(tree.root(checkpoint.size()));
            for (long position : positions) {
                List<byte[]> audit = tree.inclusion(position, checkpoint.size());
                folder.add(
                        BundleFiles.proof(position),
                        new TlogProof(position, audit, covering).bytes());
            }
        } else {
            try (OutputStream out = folder.open(BundleFiles.TREE_PROOF)) {
                requireRoot(
                        SetProof.write(
                                nodes,
                                Arrays.stream(positions).iterator(),
                                checkpoint.size(),
                                out));
            }
        }
    }

    private void requireRoot(byte[] root) {
        if (!Digest.of(root).equals(checkpoint().root())) {
            throw ExportFailure.unavailable(
                    "checkpoint "
                            + checkpoint().size()
                            + ": stored hashes lead to another root than was signed");
        }
    }

    /// What is time-stamped: the note without the lines of witnesses.
    private SignedNote ownLines(LogOrigin origin) {
        List<NoteSignature> own =
                covering.signatures().stream()
                        .filter(line -> line.name().equals(origin.value()))
                        .toList();
        return new SignedNote(covering.text(), own);
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
