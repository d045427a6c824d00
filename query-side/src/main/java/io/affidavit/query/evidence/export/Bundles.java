package io.affidavit.query.evidence.export;

import io.affidavit.query.evidence.disclosure.PartClosed;
import io.affidavit.query.evidence.export.Exporter.Found;
import io.affidavit.query.evidence.stamp.StampFailure;
import io.affidavit.query.web.Problem;
import io.affidavit.schemas.bundle.BundleAnswer;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleState;
import io.affidavit.schemas.bundle.DisclosureForm;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// The bundles that are being made or wait to be fetched: a bounded number, for a bounded time.
///
/// None can be fetched before its export is on record.
public final class Bundles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);
    private static final int WORKERS = 2;

    private final Exporter exporter;
    private final ExportRecorder recorder;
    private final Spool spool;
    private final Bounds bounds;
    private final Map<String, Prepared> prepared = new LinkedHashMap<>();
    private final ScheduledExecutorService workers =
            Executors.newScheduledThreadPool(
                    WORKERS, Thread.ofPlatform().name("bundles-", 0).daemon().factory());

    /// @param most how many at a time
    /// @param lifetime how long a finished one waits
    public record Bounds(int most, Duration lifetime) {}

    /// @param spool where files lie meanwhile
    public Bundles(Exporter exporter, ExportRecorder recorder, Spool spool, Bounds bounds) {
        this.exporter = exporter;
        this.recorder = recorder;
        this.spool = spool;
        this.bounds = bounds;
    }

    /// Begins one. Who asks again meets the one that is there, and begins anew where it failed.
    @QueryHandler
    BundleAnswer handle(PrepareBundle request) {
        Prepared mine = new Prepared(request.bundle(), !request.disclose().isEmpty());
        synchronized (this) {
            Prepared known = prepared.get(request.bundle());
            if (known != null && known.failure == null) {
                return BundleAnswer.begun(known.state());
            }
            if (known == null && prepared.size() >= bounds.most() && !makeRoom()) {
                return BundleAnswer.refused(
                        FailureCode.GATEWAY_OVERLOADED,
                        prepared.size() + " bundles are being made");
            }
            prepared.put(request.bundle(), mine);
        }
        try {
            Found found = exporter.find(request);
            mine.total(found.selection().positions().length);
            workers.execute(() -> make(found, mine));
            return BundleAnswer.begun(mine.state());
        } catch (RuntimeException e) {
            forget(mine);
            return refused(e);
        }
    }

    /// The oldest finished one gives way: it can be asked for again.
    private boolean makeRoom() {
        for (Prepared oldest : prepared.values()) {
            if (oldest.isFinished()) {
                prepared.remove(oldest.id);
                spool.drop(oldest.id);
                return true;
            }
        }
        return false;
    }

    private static BundleAnswer refused(RuntimeException failure) {
        return switch (failure) {
            case ExportFailure known -> BundleAnswer.refused(known.code(), known.detail());
            case RejectedExecutionException _ ->
                    BundleAnswer.refused(FailureCode.SHUTTING_DOWN, "shutting down");
            default -> throw failure;
        };
    }

    private void make(Found found, Prepared mine) {
        String id = found.request().bundle();
        try {
            Path directory = spool.open(id);
            BundleBuilder.Built built = exporter.build(found, directory, mine::written);
            spool.keep(directory, built.file());
            recorder.record(found, built);
            mine.ready(built);
        } catch (IOException | RuntimeException e) {
            LOG.atWarn().addKeyValue("bundle", id).setCause(e).log("a bundle could not be made");
            spool.drop(id);
            mine.failed(new Failed(code(e), detail(e)));
        }
        try {
            var _ =
                    workers.schedule(
                            () -> forget(mine),
                            bounds.lifetime().toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            forget(mine); // nobody will fetch it any more
        }
    }

    private record Failed(FailureCode code, @Nullable String detail) {}

    /// What may be told: our own words.
    private static @Nullable String detail(Exception failure) {
        return switch (failure) {
            case ExportFailure known -> known.detail();
            case StampFailure known -> known.getMessage();
            case PartClosed known -> known.getMessage();
            case Problem known -> known.getMessage();
            default -> null;
        };
    }

    private static FailureCode code(Exception failure) {
        return switch (failure) {
            case ExportFailure known -> known.code();
            case StampFailure _, PartClosed _ -> FailureCode.EVIDENCE_UNAVAILABLE;
            case Problem known -> known.code();
            case DataAccessException _ -> FailureCode.EVIDENCE_UNAVAILABLE;
            default -> Refusal.of(failure).map(Refusal::code).orElse(FailureCode.INTERNAL_ERROR);
        };
    }

    /// Another one of the same id, begun meanwhile, stays.
    private synchronized void forget(Prepared mine) {
        if (prepared.remove(mine.id, mine)) {
            spool.drop(mine.id);
        }
    }

    /// How far one is; empty when there is none.
    synchronized Optional<BundleState> state(String id) {
        return Optional.ofNullable(prepared.get(id)).map(Prepared::state);
    }

    /// Whether one was asked for with texts in it.
    synchronized boolean isDisclosing(String id) {
        Prepared known = prepared.get(id);
        return known != null && known.discloses;
    }

    /// The file of a finished one.
    synchronized Optional<Path> file(String id) {
        return Optional.ofNullable(prepared.get(id)).map(Prepared::file);
    }

    @Override
    public void close() {
        workers.shutdownNow();
        spool.clear();
    }

    /// One bundle on its way.
    private static final class Prepared {

        private final String id;
        private final boolean discloses;
        private volatile long total;
        private volatile long written;
        private volatile BundleBuilder.@Nullable Built built;
        private volatile @Nullable Failed failure;

        Prepared(String id, boolean discloses) {
            this.id = id;
            this.discloses = discloses;
        }

        void total(long records) {
            total = records;
        }

        void written(long records) {
            written = records;
        }

        void ready(BundleBuilder.Built file) {
            built = file;
        }

        void failed(Failed why) {
            failure = why;
        }

        boolean isFinished() {
            return built != null || failure != null;
        }

        @Nullable Path file() {
            BundleBuilder.Built done = built;
            return done == null ? null : done.file();
        }

        BundleState state() {
            BundleBuilder.Built done = built;
            Failed failed = failure;
            return new BundleState(
                    id,
                    done != null
                            ? BundleState.READY
                            : failed != null ? BundleState.FAILED : BundleState.PREPARING,
                    written,
                    total,
                    done == null ? 0 : done.count(DisclosureForm.TEXT),
                    done == null ? 0 : done.count(DisclosureForm.SALT),
                    done == null ? null : done.file().toFile().length(),
                    done == null ? null : done.sums().value(),
                    failed == null ? null : failed.code().code(),
                    failed == null ? null : failed.detail());
        }
    }
}
