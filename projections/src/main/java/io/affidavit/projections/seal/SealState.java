package io.affidavit.projections.seal;

import io.affidavit.schemas.evidence.LogGuard;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.KeptCheckpoint;
import io.affidavit.schemas.value.HealthSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How sealing goes in this process, for everybody who asks. Written by the sealer's thread alone.
public final class SealState implements LogGuard, KeptCheckpoint, HealthSource {

    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(15);
    private static final int MISSED_MAX = 3;

    private static final Logger log = LoggerFactory.getLogger(SealState.class);

    private final Duration patience;
    private volatile @Nullable Finding finding;
    private volatile @Nullable String hindrance;
    private volatile @Nullable Kept newest;
    private volatile Map<LogOrigin, Kept> ended = Map.of();
    private volatile boolean leading;
    private volatile long walked;
    private volatile long soundAt = System.nanoTime();
    private volatile Consumer<Duration> delays = delay -> {};

    /// @param interval of the sealer; standing still for three of them, and for 15 s, is told to
    ///   operators
    public SealState(Duration interval) {
        Duration missed = interval.multipliedBy(MISSED_MAX);
        this.patience = missed.compareTo(SHORTEST_PATIENCE) > 0 ? missed : SHORTEST_PATIENCE;
    }

    /// Has the delay of each checkpoint told: from the append of its oldest record to its
    /// publication.
    public void onSealed(Consumer<Duration> listener) {
        delays = listener;
    }

    /// Everything that was looked at holds.
    ///
    /// @param kept the newest checkpoint that was signed or checked, `null` before the first
    /// @param complete whether that was the whole log; another node may owe a signature
    void sound(@Nullable Kept kept, boolean signsHere, boolean complete) {
        newest = kept;
        leading = signsHere;
        if (complete) {
            soundAt = System.nanoTime();
        }
        if (finding != null || hindrance != null) {
            log.info("the log is sealed again, up to {}", sealed());
        }
        finding = null;
        hindrance = null;
    }

    void sealed(Duration delay) {
        delays.accept(delay);
    }

    void walked(long records) {
        walked = records;
    }

    /// Records that were looked at again since the start.
    long walked() {
        return walked;
    }

    /// The log contradicts its seals.
    ///
    /// @return whether that is new
    boolean broken(Finding found) {
        Finding before = finding;
        finding = found;
        leading = false;
        boolean isNew = before == null || !before.isLike(found);
        if (isNew) {
            log.atError()
                    .addKeyValue("position", found.position())
                    .addKeyValue("code", found.kind().code())
                    .log("the log was tampered with: {}", found);
        }
        return isNew;
    }

    /// Database or anchor do not answer.
    void hindered(String why) {
        if (hindrance == null) {
            log.warn("the log cannot be sealed: {}", why);
        }
        hindrance = why;
        leading = false;
    }

    /// Size of the newest checkpoint that this process signed or checked.
    @Override
    public long sealed() {
        Kept known = newest;
        return known == null ? 0 : known.checkpoint().size();
    }

    /// What was found to hold of the logs that have ended.
    void ended(Collection<Kept> checkpoints) {
        ended =
                checkpoints.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        kept -> kept.checkpoint().origin(), kept -> kept));
    }

    @Override
    public @Nullable Kept of(LogOrigin origin) {
        Kept known = newest;
        return known != null && known.checkpoint().origin().equals(origin)
                ? known
                : ended.get(origin);
    }

    /// Whether this process signs.
    boolean isLeading() {
        return leading;
    }

    /// Time since the whole log was seen to be in order.
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - soundAt);
    }

    /// What contradicts, if anything does.
    @Nullable Finding finding() {
        return finding;
    }

    @Override
    public @Nullable String broken() {
        Finding found = finding;
        return found == null ? null : "the log was tampered with: " + found;
    }

    @Override
    public String part() {
        return "seal";
    }

    @Override
    public List<String> reasons() {
        String broken = broken();
        if (broken != null) {
            return List.of(broken);
        }
        if (age().compareTo(patience) <= 0) {
            return List.of();
        }
        String why = hindrance;
        return List.of(
                "the log is not sealed: " + (why == null ? "no node signs what is new" : why));
    }
}
