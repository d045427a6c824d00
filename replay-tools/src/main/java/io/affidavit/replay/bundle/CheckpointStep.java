package io.affidavit.replay.bundle;

import io.affidavit.replay.proof.NoteCheck;
import io.affidavit.replay.proof.PathCheck;
import io.affidavit.replay.proof.TrustPolicy;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.ConsistencyProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Steps 4 and 5: the checkpoints are the log's, and of one history with each other and with what
/// the auditor knows.
final class CheckpointStep {

    private static final String KNOWN = "--known-checkpoint";

    private final Container container;
    private final Trust trust;
    private final Failures failures;
    private final List<String> missing;
    private final List<String> conflict = new ArrayList<>();

    CheckpointStep(Container container, Trust trust, Failures failures, List<String> missing) {
        this.container = container;
        this.trust = trust;
        this.failures = failures;
        this.missing = missing;
    }

    /// @return what records must be proven against; null if there is nothing to prove against
    @Nullable Checkpoint run() throws IOException {
        if (!container.has(Names.CHECKPOINT)) {
            return null;
        }
        TrustPolicy policy = policy();
        if (policy == null) {
            return null;
        }
        NoteCheck notes = new NoteCheck(policy, failures);
        byte[] note = container.read(Names.CHECKPOINT, Names.MAX_NOTE);
        Checkpoint checkpoint = notes.check(Names.CHECKPOINT, note);
        checkStampedPart(notes, note, checkpoint);
        if (checkpoint == null || !container.has(Names.LATEST)) {
            return checkpoint;
        }
        byte[] newest = container.read(Names.LATEST, Names.MAX_NOTE);
        Checkpoint latest =
                Arrays.equals(newest, note) ? checkpoint : notes.check(Names.LATEST, newest);
        if (latest != null) {
            checkLatest(checkpoint, note, latest, newest);
            checkKnown(notes, checkpoint, latest, newest);
        }
        return checkpoint;
    }

    List<String> conflict() {
        return conflict;
    }

    private @Nullable TrustPolicy policy() throws IOException {
        if (trust.policy() != null) {
            return trust.policy();
        }
        try {
            return TrustPolicy.parse(container.read(Names.POLICY, TrustPolicy.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            failures.add(Check.MALFORMED, Names.POLICY, String.valueOf(e.getMessage()), "a policy");
            return null;
        }
    }

    /// What a time stamp is over is the beginning of what records are proven against, and says as
    /// much: a stamp over less, such as over the log's name, would be good for any history.
    private void checkStampedPart(NoteCheck notes, byte[] note, @Nullable Checkpoint checkpoint)
            throws IOException {
        if (!container.has(Names.CHECKPOINT_SIGNED)) {
            return;
        }
        byte[] signed = container.read(Names.CHECKPOINT_SIGNED, Names.MAX_NOTE);
        if (signed.length > note.length
                || !Arrays.equals(signed, Arrays.copyOf(note, signed.length))) {
            failures.add(
                    Check.CHECKPOINT_SIGNATURE,
                    Names.CHECKPOINT_SIGNED,
                    "other bytes",
                    "the beginning of " + Names.CHECKPOINT);
        } else if (signed.length < note.length) {
            Checkpoint stamped = notes.check(Names.CHECKPOINT_SIGNED, signed);
            if (stamped != null && !stamped.equals(checkpoint)) {
                failures.add(
                        Check.CHECKPOINT_SIGNATURE,
                        Names.CHECKPOINT_SIGNED,
                        text(stamped),
                        "what " + Names.CHECKPOINT + " says");
            }
        }
    }

    private void checkLatest(Checkpoint checkpoint, byte[] note, Checkpoint latest, byte[] newest)
            throws IOException {
        List<byte[]> path = path(Names.CONSISTENCY, checkpoint.size());
        if (path == null || !extend(checkpoint, latest, path)) {
            split(Names.LATEST, checkpoint, note, latest, newest);
        }
    }

    private void checkKnown(
            NoteCheck notes, Checkpoint checkpoint, Checkpoint latest, byte[] newest)
            throws IOException {
        byte[] note = trust.known();
        if (note == null) {
            return;
        }
        Checkpoint known = notes.check(KNOWN, note);
        if (known == null) {
            return;
        }
        if (!known.origin().equals(latest.origin())) {
            // Two logs of one house contradict each other in nothing.
            failures.add(
                    Check.UNKNOWN_LOG,
                    KNOWN + " origin",
                    known.origin().value(),
                    "the log of the bundle, " + latest.origin());
            return;
        }
        String proof = Names.CONSISTENCY_KNOWN + known.size();
        if (known.size() == checkpoint.size()) {
            if (!known.root().equals(checkpoint.root())) {
                split(KNOWN, known, note, latest, newest);
            }
        } else if (known.size() >= latest.size()) {
            if (!known.equals(latest)) {
                split(KNOWN, known, note, latest, newest);
            }
        } else if (!container.has(proof)) {
            missing.add(
                    "no proof that the known checkpoint of size "
                            + known.size()
                            + " is a beginning of "
                            + Names.LATEST
                            + ": ask for an export with "
                            + proof);
        } else {
            List<byte[]> path = path(proof, known.size());
            if (path == null || !extend(known, latest, path)) {
                split(KNOWN, known, note, latest, newest);
            }
        }
    }

    private @Nullable List<byte[]> path(String name, long from) throws IOException {
        if (!container.has(name)) {
            return null;
        }
        try {
            ConsistencyProof proof =
                    ConsistencyProof.parse(
                            new String(
                                    container.read(name, Names.MAX_PROOF),
                                    StandardCharsets.ISO_8859_1));
            return proof.from() == from ? proof.path() : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean extend(Checkpoint old, Checkpoint grown, List<byte[]> path) {
        return old.origin().equals(grown.origin())
                && PathCheck.isBeginning(
                        old.size(), old.root().bytes(), grown.size(), grown.root().bytes(), path);
    }

    private void split(
            String object, Checkpoint old, byte[] note, Checkpoint grown, byte[] newest) {
        failures.add(Check.SPLIT_VIEW, object, text(grown), "a continuation of " + text(old));
        conflict.add(new String(note, StandardCharsets.UTF_8));
        conflict.add(new String(newest, StandardCharsets.UTF_8));
    }

    private static String text(Checkpoint checkpoint) {
        return "size " + checkpoint.size() + " root " + checkpoint.root();
    }
}
