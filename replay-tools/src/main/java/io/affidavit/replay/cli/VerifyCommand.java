package io.affidavit.replay.cli;

import io.affidavit.replay.bundle.BundleVerifier;
import io.affidavit.replay.bundle.Verdict;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.proof.Checkpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `affidavit verify`.
@Command(
        name = "verify",
        description = "Verifies a bundle. Needs neither a network nor an installation.",
        exitCodeListHeading = "Exit codes (of the first step that fails):%n",
        exitCodeList = {
            "0:good, believing only what you brought along",
            "1:usage or I/O",
            "2:malformed: container, names, limits, files",
            "3:good, believing keys or roots of the bundle itself",
            "4:good, but something demanded is missing, or a call has no end yet",
            "10:a file is not the one that SHA256SUMS names",
            "11:signature over SHA256SUMS",
            "12:certificate of its signer",
            "20:signature of a checkpoint",
            "21:a log that the policy does not know",
            "23:split view or rollback",
            "30:a record is not in the log",
            "31:form of a record",
            "32:link to the record before",
            "33:something is missing",
            "40:a time stamp",
            "41:order of time",
            "50:a disclosed text is not the one committed to",
            "51:a ciphertext is not the recorded one",
            "60:something is gone and nothing says why"
        })
final class VerifyCommand implements Callable<Integer> {

    @Mixin private final Invocation invocation = new Invocation();

    @Parameters(paramLabel = "BUNDLE", description = "The zip file, or the folder of its files.")
    private Path bundle = Path.of("");

    @Mixin private final TrustOptions trust = new TrustOptions();

    @Option(names = "--json", description = "One JSON object for machines.")
    private boolean json;

    @Option(names = "--explain", description = "Also says what was checked, and what it means.")
    private boolean explain;

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(bundle)) {
            throw new CommandFailure(bundle + ": no such file or folder");
        }
        PrintWriter out = invocation.out();
        ProgressLine progress = ProgressLine.ofBundle(invocation.err());
        List<Failure> listed = new ArrayList<>();
        Failures failures =
                new Failures(failure -> {
                    listed.add(failure);
                    if (!json) {
                        progress.clear();
                        out.println(failure.line());
                    }
                });
        Verdict verdict = verify(failures, progress);
        progress.clear();
        if (json) {
            out.println(
                    new JsonMapper()
                            .writeValueAsString(VerifyAnswer.of(verdict, failures, listed)));
        } else {
            report(out, verdict, failures);
        }
        return verdict.code();
    }

    private Verdict verify(Failures failures, ProgressLine progress) throws IOException {
        try {
            return new BundleVerifier(trust.trust(), failures, _ -> {})
                    .verify(bundle, progress::bytes);
        } catch (IOException e) {
            throw new CommandFailure(bundle + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void report(PrintWriter out, Verdict verdict, Failures failures) {
        if (failures.count() > Failures.MAX_LISTED) {
            out.println(failures.count() - Failures.MAX_LISTED + " more failures are not listed");
        }
        verdict.missing().forEach(line -> out.println("MISSING " + Failure.visible(line)));
        if (!verdict.conflict().isEmpty()) {
            out.println(
                    "The second note does not continue the first. Keep them: they are proof, unless"
                            + " the bundle is older than the checkpoint you hold.");
            verdict.conflict().stream()
                    .flatMap(String::lines)
                    .map(Failure::visible)
                    .forEach(out::println);
        }
        if (explain) {
            VerifyExplanation.of(verdict).forEach(out::println);
        }
        out.println(line(verdict, failures));
    }

    private static String line(Verdict verdict, Failures failures) {
        Checkpoint checkpoint = verdict.checkpoint();
        return ("%s size=%s root=%s events=%d withheld=%d scope=%s time=[%s,%s] ml-dsa=%s stamp=%s"
                        + " trust=%s")
                .formatted(
                        failures.count() > 0 ? "NOT SOUND" : "OK",
                        checkpoint == null ? "-" : Long.toString(checkpoint.size()),
                        checkpoint == null ? "-" : checkpoint.root().toString(),
                        verdict.events(),
                        verdict.withheld(),
                        verdict.scope() == null ? "-" : Failure.visible(verdict.scope()),
                        verdict.first() == null ? "-" : verdict.first(),
                        verdict.last() == null ? "-" : verdict.last(),
                        verdict.later(),
                        verdict.stamp(),
                        verdict.external() ? "external" : "bundle");
    }
}
