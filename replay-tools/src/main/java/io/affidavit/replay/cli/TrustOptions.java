package io.affidavit.replay.cli;

import io.affidavit.replay.bundle.BundleVerifier;
import io.affidavit.replay.bundle.Trust;
import io.affidavit.replay.proof.TrustPolicy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What somebody brings along to verify a bundle with.
final class TrustOptions {

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Keys of the log (C2SP tlog-policy), as you got them from elsewhere.")
    private @Nullable Path policy;

    @Option(
            names = "--ca",
            paramLabel = "PEM",
            description = "Root certificates of whoever signs bundles, as you got them.")
    private @Nullable Path ca;

    @Option(
            names = "--tsa-ca",
            paramLabel = "PEM",
            description = "Root certificates of time-stamping authorities that you trust.")
    private @Nullable Path tsaCa;

    @Option(
            names = "--known-checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint of the same log that you hold from earlier.")
    private @Nullable Path known;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "When certificates must be valid, such as 2026-11-25T14:00:00Z (default:"
                            + " the time of a trusted time stamp, else now).")
    private @Nullable String at;

    Trust trust() {
        return new Trust(
                policy == null ? null : InputFiles.parsed(policy, TrustPolicy::parse),
                certificates(ca),
                certificates(tsaCa),
                known == null ? null : InputFiles.read(known),
                instant());
    }

    private static List<X509Certificate> certificates(@Nullable Path file) {
        return file == null ? List.of() : InputFiles.parsed(file, BundleVerifier::certificates);
    }

    private @Nullable Instant instant() {
        try {
            return at == null ? null : OffsetDateTime.parse(at).toInstant();
        } catch (DateTimeParseException e) {
            throw new CommandFailure("--at: " + at + " (expected: a time with zone)", e);
        }
    }
}
