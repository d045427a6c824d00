package io.affidavit.schemas.access;

import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.Public;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What a limit says.
///
/// @param limit its id
/// @param scope where it hangs
/// @param alias counts calls to this alias alone; `null` for all
/// @param unit what it counts
/// @param window over which span
/// @param amount how much fits, at least 0; nano-USD for `usd`
/// @param hard whether what does not fit is refused; a soft limit only reports
/// @param thresholds percentages of the amount whose crossing is put on record, 1 to 100, ascending
/// @param timeZone IANA name of the zone of its calendar windows
@Public
public record LimitTerms(
        LimitId limit,
        LimitScope scope,
        @Nullable Alias alias,
        LimitUnit unit,
        LimitWindow window,
        long amount,
        boolean hard,
        @Public List<Integer> thresholds,
        @Public String timeZone) {

    /// Resolved zones: to find one by its name costs more than all else that is done with it here.
    private static final Map<String, ZoneId> ZONES = new ConcurrentHashMap<>();

    public LimitTerms {
        thresholds = List.copyOf(thresholds);
        if (amount < 0) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: >= 0)");
        }
    }

    /// The same in another zone.
    public LimitTerms in(String zone) {
        return new LimitTerms(limit, scope, alias, unit, window, amount, hard, thresholds, zone);
    }

    /// The bucket in which an instant counts.
    public long bucket(Instant at) {
        return window.bucket(at, zone());
    }

    /// The first instant at which what was booked in a bucket no longer counts; `null` for never.
    public @Nullable Instant endOf(long bucket) {
        return window.endOf(bucket, zone());
    }

    private ZoneId zone() {
        ZoneId known = ZONES.get(timeZone);
        return known == null ? ZONES.computeIfAbsent(timeZone, ZoneId::of) : known;
    }

    /// Whether a call to an alias counts.
    public boolean concerns(Alias called) {
        return alias == null || alias.equals(called);
    }
}
