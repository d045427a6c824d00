package io.affidavit.replay.cli;

import io.affidavit.replay.bundle.Verdict;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.proof.Checkpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `affidavit verify --json`.
///
/// @param sound whether nothing failed
/// @param code the exit code
/// @param scope what it says that it is the whole of; null when it does not
/// @param origin the log; null when no checkpoint could be read
/// @param size size of the log at its checkpoint, decimal
/// @param root hex root of the log at its checkpoint
/// @param events records shown
/// @param withheld records proven and kept back
/// @param texts texts disclosed
/// @param salts salts disclosed without a text
/// @param from time of the first record shown
/// @param to time of the last record shown
/// @param mlDsa the second signature: `none`, `unverified` or `trusted`
/// @param stamp what vouches for the time
/// @param trust `external` or `bundle`
/// @param missing what was demanded and is not there
/// @param conflict two notes, the second of which does not continue the first
/// @param failureCount how many failures there are
/// @param failures the first of them, in the order found
record VerifyAnswer(
        boolean sound,
        int code,
        @Nullable String scope,
        @Nullable String origin,
        @Nullable String size,
        @Nullable String root,
        long events,
        long withheld,
        long texts,
        long salts,
        @Nullable String from,
        @Nullable String to,
        String mlDsa,
        String stamp,
        String trust,
        List<String> missing,
        List<String> conflict,
        long failureCount,
        List<FsckAnswer.Line> failures) {

    static VerifyAnswer of(Verdict verdict, Failures failures, List<Failure> listed) {
        Checkpoint checkpoint = verdict.checkpoint();
        return new VerifyAnswer(
                failures.count() == 0,
                verdict.code(),
                verdict.scope(),
                checkpoint == null ? null : checkpoint.origin().value(),
                checkpoint == null ? null : Long.toString(checkpoint.size()),
                checkpoint == null ? null : checkpoint.root().value(),
                verdict.events(),
                verdict.withheld(),
                verdict.texts(),
                verdict.salts(),
                verdict.first(),
                verdict.last(),
                verdict.later(),
                verdict.stamp(),
                verdict.external() ? "external" : "bundle",
                verdict.missing(),
                verdict.conflict(),
                failures.count(),
                listed.stream().map(FsckAnswer.Line::of).toList());
    }
}
