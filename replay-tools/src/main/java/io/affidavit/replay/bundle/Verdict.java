package io.affidavit.replay.bundle;

import io.affidavit.schemas.proof.Checkpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a bundle proved to be.
///
/// @param code exit code: 0, 3 or 4 when nothing failed, else that of the first failing step
/// @param scope what it says that it is the whole of, such as `call:<id>`; null when it does not
/// @param checkpoint what its records are proven against; null when it could not be read
/// @param events records shown
/// @param withheld records proven and kept back
/// @param texts texts disclosed, whether or not they are those that were committed to
/// @param salts salts disclosed without a text
/// @param first time of the first record shown; null when there is none
/// @param last time of the last record shown; null when there is none
/// @param external whether keys and roots came from the auditor
/// @param stamp what vouches for the time: `none`, `unverified` or `third-party`
/// @param later the ML-DSA signature: `none`, `unverified` or `trusted`
/// @param missing what was demanded and is not there, each a sentence
/// @param conflict two notes, the second of which does not continue the first: proof of
///   misbehaviour, to be kept, unless the bundle is older than the known checkpoint
public record Verdict(
        int code,
        @Nullable String scope,
        @Nullable Checkpoint checkpoint,
        long events,
        long withheld,
        long texts,
        long salts,
        @Nullable String first,
        @Nullable String last,
        boolean external,
        String stamp,
        String later,
        List<String> missing,
        List<String> conflict) {

    public Verdict {
        missing = List.copyOf(missing);
        conflict = List.copyOf(conflict);
    }
}
