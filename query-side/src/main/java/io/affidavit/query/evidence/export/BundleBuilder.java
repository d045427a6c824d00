package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.export.SealedLog.Row;
import io.affidavit.query.evidence.stamp.Stamp;
import io.affidavit.query.evidence.stamp.StampAuthority;
import io.affidavit.schemas.bundle.BundleFiles;
import io.affidavit.schemas.bundle.BundleManifest;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.DisclosureForm;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.bundle.WithheldRecord;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Makes a bundle from a selection of records: one pass over them, in the order of the log, in
/// memory that does not grow with their number but for the positions themselves.
final class BundleBuilder {

    private static final String TOOL = "affidavit/0.1.0";
    private static final Duration SKEW = Duration.ofSeconds(2);
    private static final byte[] NEWLINE = {'\n'};

    private final SealedLog log;
    private final Proving proving;
    private final ExportKey key;
    private final @Nullable StampAuthority authority;
    private final @Nullable Disclosing disclosing;

    /// @param authority stamps checkpoint and signature; `null` for a bundle without time stamps
    /// @param disclosing opens texts; `null` for a bundle without any
    BundleBuilder(
            SealedLog log,
            Proving proving,
            ExportKey key,
            @Nullable StampAuthority authority,
            @Nullable Disclosing disclosing) {
        this.log = log;
        this.proving = proving;
        this.key = key;
        this.authority = authority;
        this.disclosing = disclosing;
    }

    /// A finished bundle.
    ///
    /// @param file the zip
    /// @param sums SHA-256 of its `SHA256SUMS`
    /// @param size size of the checkpoint that proves it
    /// @param withheld how many of its records are not shown
    /// @param disclosed what is to be recorded of the texts in it
    record Built(Path file, Digest sums, long size, long withheld, List<PartDisclosed> disclosed) {

        Built {
            disclosed = List.copyOf(disclosed);
        }

        /// How many parts it discloses in a form.
        long count(DisclosureForm form) {
            return disclosed.stream()
                    .flatMap(fact -> fact.disclosed().stream())
                    .filter(part -> part.form() == form)
                    .count();
        }
    }

    /// @param directory an empty folder of its own
    /// @param progress hears how many records are written
    Built build(PrepareBundle request, Selection selection, Path directory, LongConsumer progress)
            throws IOException {
        BundleFolder folder = new BundleFolder(directory);
        BundleManifest manifest =
                new BundleManifest(
                        request.bundle(),
                        request.created(),
                        selection.log(),
                        selection.open(),
                        selection.organization(),
                        request.purpose(),
                        request.requester(),
                        request.scope(),
                        List.of(),
                        TOOL,
                        request.withheld());
        BundleReport report = new BundleReport(manifest, proving.checkpoint());
        LeafFile leaves = new LeafFile(directory.resolve("leaves"));
        Lines lines;
        try (OutputStream taken = leaves.write()) {
            lines = writeRecords(folder, selection, new Taking(request, report, taken), progress);
        }
        proving.writeTo(folder, selection.positions(), leaves);
        if (authority != null) {
            byte[] signed = proving.ownLines().bytes();
            Stamp stamp = authority.stamp(signed);
            requireLater(stamp, lines.last);
            folder.add(BundleFiles.CHECKPOINT_TIME, stamp.response());
            report.stamped(stamp);
        }
        folder.add(
                BundleFiles.MANIFEST,
                (disclosing == null ? manifest : manifest.disclosing(disclosing.parts())).bytes());
        folder.add(BundleFiles.REPORT, report.html());
        folder.add(BundleFiles.POLICY, Proving.policy(log.keys(proving.latest())));
        folder.add(BundleFiles.ROOT, key.rootPem());
        folder.add(BundleFiles.SIGNER, key.signerPem());
        folder.add(BundleFiles.GUIDE, BundleTexts.guide(manifest));
        folder.add(BundleFiles.SCRIPT, BundleTexts.script());
        byte[] sums = sign(folder, request.created().truncatedTo(ChronoUnit.SECONDS));
        Path file = directory.resolve(request.bundle() + BundleFiles.SUFFIX);
        folder.zip(file);
        return new Built(
                file,
                Digest.of(Leaf.newDigest().digest(sums)),
                proving.checkpoint().size(),
                lines.held,
                disclosing == null ? List.of() : disclosing.facts(selection.log()));
    }

    private byte[] sign(BundleFolder folder, Instant at) {
        LaterKey later = key.later();
        if (later != null) {
            folder.add(BundleFiles.LATER_ROOT, ExportKey.pem(later.certificate()));
        }
        byte[] sums = folder.sums();
        folder.add(BundleFiles.SUMS, sums);
        byte[] signature = key.signer().sign(sums, at);
        folder.add(BundleFiles.SIGNATURE, signature);
        if (later != null) {
            folder.add(BundleFiles.LATER_SIGNATURE, later.signer().sign(sums, at));
        }
        if (authority != null) {
            folder.add(BundleFiles.SIGNATURE_TIME, authority.stamp(signature).response());
        }
        return sums;
    }

    /// Verifiers refuse records that are younger than the stamp of their checkpoint.
    private static void requireLater(Stamp stamp, Instant newest) {
        if (newest.isAfter(stamp.at().plus(SKEW))) {
            throw ExportFailure.unavailable(
                    "time stamp: of "
                            + stamp.at()
                            + ", before the newest record of "
                            + newest
                            + ": the clocks of authority and gateway differ");
        }
    }

    /// Who hears of each record.
    private record Taking(PrepareBundle request, BundleReport report, OutputStream leaves) {}

    private Lines writeRecords(
            BundleFolder folder, Selection selection, Taking taking, LongConsumer progress)
            throws IOException {
        try (OutputStream events = folder.open(BundleFiles.EVENTS);
                OutputStream withheld = folder.open(BundleFiles.WITHHELD)) {
            Lines lines = new Lines(events, withheld, taking, record -> excerpts(record, folder));
            log.read(
                    selection.positions(),
                    null,
                    row -> {
                        lines.add(row);
                        progress.accept(lines.written);
                    });
            if (lines.held == 0) {
                folder.remove(BundleFiles.WITHHELD);
            }
            return lines;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Map<String, Excerpt> excerpts(RecordView record, BundleFolder folder) {
        try {
            return disclosing == null ? Map.of() : disclosing.open(record, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes one record after another, shown or withheld, and checks each against its leaf.
    private static final class Lines {

        private final OutputStream events;
        private final OutputStream withheld;
        private final Set<String> types;
        private final Taking taking;
        private final Function<RecordView, Map<String, Excerpt>> excerpts;
        private long written;
        private long held;
        private Instant last = Instant.MIN;

        /// @param excerpts discloses what is asked for of a record that is shown
        Lines(
                OutputStream events,
                OutputStream withheld,
                Taking taking,
                Function<RecordView, Map<String, Excerpt>> excerpts) {
            this.events = events;
            this.withheld = withheld;
            this.types = Set.copyOf(taking.request().withheld());
            this.taking = taking;
            this.excerpts = excerpts;
        }

        void add(Row row) {
            byte[] leaf = Leaf.leaf(row.rec());
            RecordView view = Records.view(row);
            if (!Arrays.equals(leaf, row.leaf()) || view.pos() != row.position()) {
                throw ExportFailure.unavailable(
                        "position " + row.position() + ": the record was changed");
            }
            try {
                taking.leaves().write(leaf);
                if (types.contains(view.type())) {
                    WithheldRecord line =
                            new WithheldRecord(
                                    row.position(), Digest.of(leaf), WithheldRecord.REQUESTED);
                    write(withheld, line.bytes());
                    held++;
                } else {
                    write(events, row.rec());
                    taking.report().add(view, excerpts.apply(view));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            written++;
            last = view.at();
        }

        private static void write(OutputStream out, byte[] line) throws IOException {
            out.write(line);
            out.write(NEWLINE);
        }
    }
}
