package io.affidavit.replay.bundle;

import io.affidavit.replay.proof.TrustPolicy;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the verifier says of a bundle.
record Verified(Verdict verdict, List<Failure> failures) {

    static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    static Trust trust() {
        return trust(BundleMaker.KEYS.policy(), null);
    }

    static Trust trust(String policy, byte @Nullable [] known) {
        return new Trust(
                TrustPolicy.parse(policy.getBytes(StandardCharsets.UTF_8)),
                List.of(BundleMaker.ROOT.certificate()),
                List.of(),
                known,
                NOW);
    }

    static Verified of(Path bundle, Trust trust) throws IOException {
        List<Failure> found = new ArrayList<>();
        Failures failures = new Failures(found::add);
        Verdict verdict = new BundleVerifier(trust, failures, _ -> {}).verify(bundle);
        return new Verified(verdict, found);
    }

    /// @param files of a bundle in memory
    static Verified of(Map<String, byte[]> files, Trust trust) throws IOException {
        List<Failure> found = new ArrayList<>();
        Failures failures = new Failures(found::add);
        Verdict verdict = new BundleVerifier(trust, failures, _ -> {}).verify(files);
        return new Verified(verdict, found);
    }

    int code() {
        return verdict.code();
    }

    String lines() {
        return String.join("\n", failures.stream().map(Failure::line).toList());
    }
}
