package io.affidavit.replay.bundle;

import io.affidavit.replay.proof.TrustPolicy;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.SelectionVerifier;
import io.affidavit.replay.verify.Shown;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.proof.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Verifies one bundle, every step even when an earlier one failed, in memory that does not grow
/// with its records.
public final class BundleVerifier {

    private static final int GOOD_BY_ITSELF = 3;
    private static final int MISSING = 4;
    private static final String NO_STAMP = "none";

    /// Clocks of gateways and of authorities may differ by so much.
    private static final Duration SKEW = Duration.ofSeconds(2);

    private final Trust trust;
    private final Failures failures;
    private final Consumer<Shown> reader;
    private final List<String> missing = new ArrayList<>();

    private @Nullable Checkpoint checkpoint;
    private List<String> conflict = List.of();
    private @Nullable String scope;
    private @Nullable String first;
    private @Nullable String last;
    private long events;
    private long withheld;
    private long texts;
    private long salts;
    private String stamp = NO_STAMP;
    private String later = NO_STAMP;

    /// @param trust what the auditor brings along
    /// @param failures gets what is wrong
    /// @param reader gets each record on its way, also those that failed
    public BundleVerifier(Trust trust, Failures failures, Consumer<Shown> reader) {
        this.trust = trust;
        this.failures = failures;
        this.reader = reader;
    }

    /// Reads certificates in PEM, such as those an auditor trusts.
    ///
    /// @throws IllegalArgumentException if there is anything else
    public static List<X509Certificate> certificates(byte[] pem) {
        List<X509Certificate> certificates = SignatureStep.certificates(pem);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates: none (expected: PEM)");
        }
        return certificates;
    }

    /// Verifies.
    ///
    /// @param bundle a zip file or a folder
    /// @throws IOException if it cannot be read
    public Verdict verify(Path bundle) throws IOException {
        return verify(bundle, (_, _) -> {});
    }

    /// Hears how far a verification is.
    @FunctionalInterface
    public interface Progress {

        /// @param done bytes read, which is at most `total`
        /// @param total bytes to read, about: everything is read twice
        void at(long done, long total);
    }

    /// Verifies.
    ///
    /// @param bundle a zip file or a folder
    /// @throws IOException if it cannot be read
    public Verdict verify(Path bundle, Progress progress) throws IOException {
        return verify(() -> Container.open(bundle), progress);
    }

    /// Verifies.
    ///
    /// @param files of an extracted bundle, by their names
    public Verdict verify(Map<String, byte[]> files) throws IOException {
        return verify(() -> new Held(files), (_, _) -> {});
    }

    @FunctionalInterface
    private interface Opening {

        Container open() throws IOException;
    }

    private Verdict verify(Opening bundle, Progress progress) throws IOException {
        try (Container container = bundle.open()) {
            watch(container, progress);
            verify(container);
        } catch (MalformedBundle e) {
            failures.add(Check.MALFORMED, e.object(), e.found(), e.expected());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Verdict(
                code(),
                scope,
                checkpoint,
                events,
                withheld,
                texts,
                salts,
                first,
                last,
                trust.isExternal(),
                stamp,
                later,
                missing,
                conflict);
    }

    private static void watch(Container container, Progress progress) {
        long total = 2 * container.files().values().stream().mapToLong(Long::longValue).sum();
        long[] done = new long[1];
        container.watch(more -> {
            done[0] += more;
            progress.at(Math.min(done[0], total), Math.max(total, 1));
        });
    }

    private int code() {
        if (failures.count() > 0) {
            return failures.exitCode();
        }
        if (!missing.isEmpty()) {
            return MISSING;
        }
        return trust.isExternal() ? 0 : GOOD_BY_ITSELF;
    }

    private void verify(Container container) throws IOException {
        Container.checkApart(container.files());
        new SumsStep(container, failures).run();
        SignatureStep signatures = new SignatureStep(container, trust, failures);
        signatures.checkSums();
        later = signatures.checkLater();
        CheckpointStep checkpoints = new CheckpointStep(container, trust, failures, missing);
        checkpoint = checkpoints.run();
        conflict = checkpoints.conflict();
        if (container.has(Names.MANIFEST) && container.has(Names.EVENTS)) {
            checkRecords(container);
        }
        checkTime(container, signatures);
    }

    private void checkRecords(Container container) throws IOException {
        Manifest manifest = Manifest.parse(container.read(Names.MANIFEST, Names.MAX_MANIFEST));
        if (checkpoint != null && !manifest.log().equals(checkpoint.origin().value())) {
            failures.add(
                    Check.UNKNOWN_LOG,
                    Names.MANIFEST + " log",
                    manifest.log(),
                    checkpoint.origin().value());
        }
        scope = manifest.scope();
        texts = manifest.disclosed().size();
        salts = manifest.salts().size();
        PartsStep parts = new PartsStep(container, manifest, failures);
        SelectionVerifier verifier =
                new SelectionVerifier(
                        checkpoint == null ? manifest.log() : checkpoint.origin().value(),
                        manifest.claim(),
                        failures);
        try (Entries entries =
                new Entries(container, verifier, failures, shown -> pass(shown, parts))) {
            new InclusionStep(container, entries, checkpoint, failures).run();
            events = entries.shownCount();
            withheld = entries.withheldCount();
        }
        if (withheld > 0 && manifest.withheld().isEmpty()) {
            failures.add(
                    Check.UNEXPLAINED_ABSENCE,
                    Names.WITHHELD,
                    withheld + " records kept back",
                    "their types in " + Names.MANIFEST);
        }
        long open = verifier.finish();
        if (open > 0) {
            missing.add(open + (open == 1 ? " call has" : " calls have") + " no end yet");
        }
        parts.finish();
    }

    private void pass(Shown shown, PartsStep parts) {
        String at = shown.at();
        if (at != null) {
            first = first == null ? at : first;
            last = at;
        }
        parts.follow(shown);
        reader.accept(shown);
    }

    private void checkTime(Container container, SignatureStep signatures) throws IOException {
        if (container.has(Names.CHECKPOINT_TIME) && container.has(Names.CHECKPOINT_SIGNED)) {
            Instant at = signatures.stamp(Names.CHECKPOINT_TIME, Names.CHECKPOINT_SIGNED);
            stamp = trust.tsaCa().isEmpty() || at == null ? "unverified" : "third-party";
            if (at != null && last != null) {
                checkUpperBound(at, last);
            }
        }
        TrustPolicy policy = trust.policy();
        if (policy != null && policy.timeRequired() && !stamp.equals("third-party")) {
            missing.add("the policy demands a third party's time (--tsa-ca), which is " + stamp);
        }
    }

    private void checkUpperBound(Instant stamped, String newest) {
        Instant bound = stamped.plus(SKEW);
        try {
            if (RecordTime.parse(newest).isAfter(bound)) {
                failures.add(
                        Check.TIME_ORDER,
                        "last record at",
                        newest,
                        "not after its checkpoint's time stamp " + stamped);
            }
        } catch (IllegalArgumentException e) {
            // A time that is none is a failure of form already.
            return;
        }
    }
}
