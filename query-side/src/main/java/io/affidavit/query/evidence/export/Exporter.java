package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.AggregateColumn;
import io.affidavit.query.evidence.disclosure.Disclosure;
import io.affidavit.query.evidence.stamp.StampAuthority;
import io.affidavit.query.evidence.tree.CheckpointReader;
import io.affidavit.query.evidence.tree.ProvenTree;
import io.affidavit.query.evidence.tree.SealedCheckpoint;
import io.affidavit.query.evidence.tree.TileReader;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.value.FailureCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds the records of a question and makes a bundle of them.
public final class Exporter {

    private static final Duration SEAL_MAX = Duration.ofSeconds(5);
    private static final Duration SEAL_POLL = Duration.ofMillis(50);

    private final JdbcClient sql;
    private final CheckpointReader checkpoints;
    private final TileReader tiles;
    private final Path keys;
    private final @Nullable StampAuthority authority;
    private final Disclosure disclosure;

    /// @param keys folder of the export key
    /// @param authority stamps bundles; `null` where there is none
    /// @param disclosure how texts are opened
    public Exporter(
            JdbcClient sql,
            CheckpointReader checkpoints,
            TileReader tiles,
            Path keys,
            @Nullable StampAuthority authority,
            Disclosure disclosure) {
        this.sql = sql;
        this.checkpoints = checkpoints;
        this.tiles = tiles;
        this.keys = keys;
        this.authority = authority;
        this.disclosure = disclosure;
    }

    /// A question whose records are found and sealed.
    record Found(
            PrepareBundle request,
            SealedLog log,
            Selection selection,
            SealedCheckpoint covering,
            @Nullable Checkpoint known,
            ExportKey key) {}

    /// Finds the records and waits for a checkpoint that covers them.
    ///
    /// @throws ExportFailure where there are none, none is signed in time, or the bundle was
    ///   exported before
    Found find(PrepareBundle request) {
        List<SealedLog> logs = SealedLog.all(sql);
        requireNew(logs, request.bundle());
        if (Boolean.TRUE.equals(request.stamp()) && authority == null) {
            throw new ExportFailure(
                    FailureCode.INVALID_VALUE,
                    "stamp: true, and no time-stamping authority is set (expected: absent or false)");
        }
        LogChoice.Chosen chosen = LogChoice.of(logs, request.scope());
        SealedLog log = chosen.log();
        Selection selection =
                new Selector(log)
                        .begunVisibly(chosen.selection(), request.scope(), request.withheld());
        String note = request.known();
        Checkpoint known =
                note == null ? null : KnownCheckpoint.read(note, log.keys(log.head().size()));
        ExportKey key = ExportKey.read(keys);
        return new Found(request, log, selection, await(log, selection.last()), known, key);
    }

    /// An id comes back with its `Idempotency-Key`. A file that is gone cannot be made again byte
    /// for byte, and its record names another one.
    private static void requireNew(List<SealedLog> logs, String bundle) {
        UUID story = Objects.requireNonNull(AggregateColumn.of("bundle", bundle));
        if (logs.stream()
                .anyMatch(log -> log.ofStories(List.of(story), log.head().size()).length > 0)) {
            throw new ExportFailure(
                    FailureCode.CONFLICT,
                    "Idempotency-Key: used for a bundle whose file is gone (expected: another key)");
        }
    }

    private SealedCheckpoint await(SealedLog log, long position) {
        long deadline = System.nanoTime() + SEAL_MAX.toNanos();
        Optional<SealedCheckpoint> covering = checkpoints.covering(log.head().log(), position);
        while (covering.isEmpty() && System.nanoTime() - deadline < 0) {
            pause();
            covering = checkpoints.covering(log.head().log(), position);
        }
        return covering.orElseThrow(() ->
                ExportFailure.unavailable("no checkpoint covers position " + position + " yet"));
    }

    private static void pause() {
        try {
            Thread.sleep(SEAL_POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ExportFailure.unavailable("interrupted");
        }
    }

    /// Makes the file.
    ///
    /// @param directory an empty folder of its own
    /// @param progress hears how many records are written
    BundleBuilder.Built build(Found found, Path directory, LongConsumer progress)
            throws IOException {
        SealedCheckpoint latest =
                checkpoints.newest(found.covering().log()).orElse(found.covering());
        Proving proving =
                new Proving(
                        new ProvenTree(tiles, found.covering()),
                        new ProvenTree(tiles, latest),
                        found.known());
        PrepareBundle request = found.request();
        return new BundleBuilder(
                        found.log(),
                        proving,
                        found.key(),
                        Boolean.FALSE.equals(request.stamp()) ? null : authority,
                        request.disclose().isEmpty()
                                ? null
                                : new Disclosing(request, disclosure, found.log().head().log()))
                .build(request, found.selection(), directory, progress);
    }
}
