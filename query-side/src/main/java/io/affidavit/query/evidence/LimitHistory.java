package io.affidavit.query.evidence;

import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a limit was at an earlier moment, from its records and from no table.
public final class LimitHistory {

    private static final String LIMIT = "limit";

    private final RecordReader records;

    /// Tells what this reader finds.
    public LimitHistory(RecordReader records) {
        this.records = records;
    }

    /// A limit at a moment.
    ///
    /// @param set what set it last
    /// @param raised its last raise, over or not; `null` for none
    public record LimitThen(LimitSet set, @Nullable LimitRaisedTemporarily raised) {}

    /// The limit as of the records appended up to a moment, that moment included; empty when it was
    /// not in force.
    public Optional<LimitThen> asOf(String limit, Instant moment) {
        LimitThen then = null;
        for (StoredRecord record :
                records.ofAggregate(Objects.requireNonNull(AggregateColumn.of(LIMIT, limit)))) {
            if (record.appendedAt().isAfter(moment)) {
                break; // append times never fall
            }
            then = after(then, record.event());
        }
        return Optional.ofNullable(then);
    }

    private static @Nullable LimitThen after(@Nullable LimitThen then, Object event) {
        return switch (event) {
            case LimitSet set -> new LimitThen(set, then == null ? null : then.raised());
            case LimitRaisedTemporarily raised when then != null ->
                    new LimitThen(then.set(), raised);
            case LimitRemoved _ -> null;
            default -> then;
        };
    }
}
