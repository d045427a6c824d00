package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.tree.CheckpointReader;
import io.affidavit.query.evidence.tree.SealedCheckpoint;
import io.affidavit.query.evidence.tree.TileNodes;
import io.affidavit.query.evidence.tree.TileReader;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds the records of a question and makes a bundle of them.
public final class Exporter {

    private static final Duration SEAL_MAX = Duration.ofSeconds(5);
    private static final Duration SEAL_POLL = Duration.ofMillis(50);

    private final JdbcClient sql;
    private final CheckpointReader checkpoints;
    private final TileReader tiles;
    private final Path keys;

    /// @param keys folder of the export key
    public Exporter(JdbcClient sql, CheckpointReader checkpoints, TileReader tiles, Path keys) {
        this.sql = sql;
        this.checkpoints = checkpoints;
        this.tiles = tiles;
        this.keys = keys;
    }

    /// A question whose records are found and sealed.
    record Found(
            PrepareBundle request,
            SealedLog log,
            Selection selection,
            SealedCheckpoint covering,
            ExportKey key) {}

    /// Finds the records and waits for a checkpoint that covers them.
    ///
    /// @throws ExportFailure where there are none, or none is signed in time
    Found find(PrepareBundle request) {
        LogChoice.Chosen chosen = LogChoice.of(SealedLog.all(sql), request.scope());
        SealedLog log = chosen.log();
        Selection selection = chosen.selection();
        ExportKey key = ExportKey.read(keys);
        return new Found(request, log, selection, await(log, selection.last()), key);
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
                        new TileNodes(tiles, latest.log(), latest.size()),
                        found.covering().note(),
                        latest.note());
        return new BundleBuilder(found.log(), proving, found.key())
                .build(found.request(), found.selection(), directory, progress);
    }
}
