package io.affidavit.replay.fsck;

import io.affidavit.replay.fsck.AccountFold.Raise;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the gateway keeps of a limit beside its accounts, and enforces.
///
/// @param scope where it is looked up
/// @param terms `null` where what is kept is no limit at all
/// @param since calls admitted earlier do not count
/// @param raise another amount until an instant; `null` for none
record KeptTerms(String scope, @Nullable LimitTerms terms, Instant since, @Nullable Raise raise) {

    static final String ALL =
            "select limit_id, scope, data, since, raised_to, raised_until"
                    + " from evidence.limit_terms";

    /// The database keeps microseconds.
    private static final Duration PRECISION = Duration.ofNanos(1_000);

    private static final EventNames.EventName SET = EventNames.of(LimitSet.class);

    static KeptTerms read(ResultSet row) throws SQLException {
        long raised = row.getLong(5);
        Raise raise = row.wasNull() ? null : new Raise(raised, instant(row, 6));
        return new KeptTerms(row.getString(2), terms(row.getBytes(3)), instant(row, 4), raise);
    }

    private static @Nullable LimitTerms terms(byte[] data) {
        try {
            Object set = EventSerializer.read(SET.type(), SET.revision(), data, List.of());
            return ((LimitSet) set).terms();
        } catch (IllegalArgumentException e) {
            return null; // told as a difference
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? Instant.EPOCH : at.toInstant();
    }

    /// Whether it says what the records say.
    boolean agreesWith(AccountFold.Limit limit) {
        return limit.terms().equals(terms)
                && limit.terms().scope().toString().equals(scope)
                && since.equals(limit.since())
                && isSame(raise, limit.raise());
    }

    private static boolean isSame(@Nullable Raise kept, @Nullable Raise derived) {
        if (kept == null || derived == null) {
            return kept == null && derived == null;
        }
        Duration apart = Duration.between(kept.until(), derived.until()).abs();
        return kept.amount() == derived.amount() && apart.compareTo(PRECISION) <= 0;
    }

    @Override
    public String toString() {
        return text(scope, terms, since, raise);
    }

    /// The same words for what records say.
    static String text(AccountFold.Limit limit) {
        return text(limit.terms().scope().toString(), limit.terms(), limit.since(), limit.raise());
    }

    private static String text(
            String scope, @Nullable LimitTerms terms, Instant since, @Nullable Raise raise) {
        String raised =
                raise == null ? "" : " raised to " + raise.amount() + " until " + raise.until();
        return "at " + scope + " since " + since + raised + ": " + terms;
    }
}
