package io.affidavit.replay.bundle;

import io.affidavit.replay.proof.PathCheck;
import io.affidavit.replay.proof.TreeWalk;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.Shown;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.TlogProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Step 6: every leaf is in the tree of the checkpoint, by a proof of its own or by one for all.
final class InclusionStep {

    private static final String TREE_FORMAT = "affidavit/tree-proof@v1";
    private static final int LONGEST_HASH = 64;

    private final Container container;
    private final Entries entries;
    private final @Nullable Checkpoint checkpoint;
    private final Failures failures;

    /// @param checkpoint null when there is none to prove against, which another step reported
    InclusionStep(
            Container container,
            Entries entries,
            @Nullable Checkpoint checkpoint,
            Failures failures) {
        this.container = container;
        this.entries = entries;
        this.checkpoint = checkpoint;
        this.failures = failures;
    }

    void run() throws IOException {
        if (container.has(Names.TREE_PROOF)) {
            checkTogether();
        } else {
            checkOneByOne();
        }
    }

    private void checkOneByOne() throws IOException {
        byte[] note =
                checkpoint == null ? new byte[0] : container.read(Names.CHECKPOINT, Names.MAX_NOTE);
        long used = 0;
        for (Entries.Entry entry = entries.next(); entry != null; entry = entries.next()) {
            String name = Names.proof(entry.position());
            boolean there = container.has(name);
            used += there ? 1 : 0;
            if (checkpoint == null) {
                continue;
            }
            String flaw =
                    there
                            ? flaw(entry, container.read(name, Names.MAX_PROOF), note, checkpoint)
                            : "no proof";
            if (flaw != null) {
                failures.add(
                        Check.INCLUSION,
                        entry.object(),
                        flaw,
                        "a proof that leads to " + Names.CHECKPOINT);
            }
        }
        refuseUnused(used);
    }

    private static @Nullable String flaw(
            Entries.Entry entry, byte[] file, byte[] note, Checkpoint checkpoint) {
        TlogProof proof;
        try {
            proof = TlogProof.parse(new String(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        if (!Arrays.equals(proof.bytes(), file)) {
            return "a proof that is not UTF-8";
        }
        if (proof.index() != entry.position()) {
            return "a proof of index " + proof.index();
        }
        if (!Arrays.equals(proof.note().bytes(), note)) {
            return "a proof against another checkpoint";
        }
        byte[] root =
                PathCheck.root(entry.position(), checkpoint.size(), entry.leaf(), proof.path());
        if (root == null) {
            return "a path of " + proof.path().size() + " hashes";
        }
        return Arrays.equals(root, checkpoint.root().bytes())
                ? null
                : "a path to root " + HexFormat.of().formatHex(root);
    }

    private void refuseUnused(long used) {
        long there = 0;
        for (String name : container.files().tailMap(Names.PROOFS).keySet()) {
            there += name.startsWith(Names.PROOFS) ? 1 : 0;
        }
        if (there != used) {
            failures.add(
                    Check.INCLUSION,
                    "proofs",
                    there + " files",
                    "one for each of the records that are there, which are " + used);
        }
    }

    private void checkTogether() throws IOException {
        try (Lines lines =
                new Lines(container.open(Names.TREE_PROOF), Names.TREE_PROOF, LONGEST_HASH)) {
            byte[] first = lines.next();
            boolean known =
                    first != null
                            && Arrays.equals(
                                    first, TREE_FORMAT.getBytes(StandardCharsets.US_ASCII));
            if (!known) {
                failures.add(Check.INCLUSION, Names.TREE_PROOF, "another format", TREE_FORMAT);
            }
            Ascending ascending = new Ascending();
            byte[] root =
                    checkpoint == null
                            ? null
                            : new TreeWalk(ascending, () -> hash(lines)).root(checkpoint.size());
            boolean beyond = ascending.position() != TreeWalk.NONE;
            while (ascending.position() != TreeWalk.NONE) {
                ascending.take();
            }
            if (checkpoint != null) {
                judge(checkpoint, root, beyond || lines.next() != null);
            }
        }
        refuseUnused(1);
    }

    private void judge(Checkpoint checkpoint, byte @Nullable [] root, boolean more) {
        if (root == null || !Arrays.equals(root, checkpoint.root().bytes())) {
            failures.add(
                    Check.INCLUSION,
                    Names.TREE_PROOF,
                    root == null ? "too few hashes" : HexFormat.of().formatHex(root),
                    "root " + checkpoint.root());
        } else if (more) {
            failures.add(Check.INCLUSION, Names.TREE_PROOF, "hashes or records left over", "none");
        }
    }

    private static byte @Nullable [] hash(Lines lines) throws IOException {
        byte[] line = lines.next();
        if (line == null) {
            return null;
        }
        try {
            byte[] hash = Base64.getDecoder().decode(line);
            boolean good =
                    hash.length == Leaf.BYTES
                            && Arrays.equals(Base64.getEncoder().encode(hash), line);
            return good ? hash : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// The entries without those that stand nowhere or go back, which cannot be proven.
    private final class Ascending implements TreeWalk.Leaves {

        private Entries.@Nullable Entry next;
        private long before = -1;

        Ascending() throws IOException {
            advance();
        }

        @Override
        public long position() {
            return next == null ? TreeWalk.NONE : next.position();
        }

        @Override
        public byte[] take() throws IOException {
            Entries.Entry taken = next;
            if (taken == null) {
                throw new IllegalStateException("taken behind the last one");
            }
            before = taken.position();
            advance();
            return taken.leaf();
        }

        private void advance() throws IOException {
            next = entries.next();
            while (next != null && next.position() <= before) {
                if (next.position() == Shown.NOWHERE) {
                    failures.add(
                            Check.INCLUSION, next.object(), "no position", "a place in the log");
                }
                next = entries.next();
            }
        }
    }
}
