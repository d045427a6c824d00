package io.affidavit.command.evidence;

import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.DomainEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps accounts that must be exact on any number of nodes. The writer asks it about every append,
/// in order of arrival, and writes what it booked in the append's own transaction.
///
/// What it remembers from one batch to the next is true as long as nobody else has appended; when
/// somebody may have, it looks again.
public interface AppendLedger {

    /// Keeps no accounts.
    AppendLedger NONE = (connection, at, appends) -> Page.BLANK;

    /// Begins the accounts of a batch.
    ///
    /// @param connection for reading what is not remembered
    /// @param at the time that the batch's records will bear
    /// @param appends what each append says
    Page open(Connection connection, Instant at, List<Proposal> appends) throws SQLException;

    /// Forgets what it remembers, for somebody else may have appended.
    ///
    /// @param appends what the next batch consists of
    /// @return what it has to ask for them once the head is locked; `null` for nothing
    default @Nullable Lookup lookAgain(List<Proposal> appends) {
        return null;
    }

    /// Whether these events change something that is kept beside the accounts, so that they need a
    /// transaction of several statements.
    default boolean needsTransaction(List<DomainEvent> append) {
        return false;
    }

    /// A question that goes along with the lock of the head, so that the lock is not held for a
    /// round trip more.
    interface Lookup {

        /// One statement of SQL.
        String query();

        /// Sets its parameters.
        ///
        /// @param first index of its first one
        void bind(PreparedStatement statement, int first) throws SQLException;

        /// Takes the answer over, which nobody can change before the batch has ended.
        void read(ResultSet rows) throws SQLException;
    }

    /// What an append says.
    ///
    /// @param facts its events
    /// @param otherwise what may take the place of the last one, best first, where there is no room
    ///   for it; empty for nothing
    record Proposal(List<DomainEvent> facts, List<DomainEvent> otherwise) {}

    /// The accounts of one batch. Nothing of it is real before it is settled.
    interface Page {

        /// A page on which nothing is booked.
        Page BLANK = append -> Ruling.Booked.SILENT;

        /// Books what the events of an append move, or says why they may not.
        Ruling book(Proposal append) throws SQLException;

        /// Accounts as they are after this page.
        default List<Account> accounts() {
            return List.of();
        }

        /// What of them no longer counts.
        default List<Outlived> outlived() {
            return List.of();
        }

        /// Writes what is kept beside the accounts; inside the transaction of the append.
        default void write(Connection connection) throws SQLException {}

        /// The batch is durable, whoever has appended since.
        default void durable() {}

        /// The batch is durable, and nobody else has appended in between.
        default void settle() {}
    }

    /// What the ledger says to an append.
    sealed interface Ruling {

        /// It fits and is booked.
        ///
        /// @param seen what its caller may be told of the accounts; `null` for nothing
        /// @param instead which of the others took the place of its last event; `null` for none
        record Booked(@Nullable Object seen, @Nullable DomainEvent instead) implements Ruling {

            /// Booked, and nothing to tell.
            public static final Booked SILENT = new Booked(null, null);
        }

        /// It was decided from terms that are no longer in force and must be decided anew.
        record Outdated() implements Ruling {}

        /// It does not fit.
        ///
        /// @param fact what becomes durable in its place, as its caller words it from this
        /// @param refusal what its command fails with
        record Refused(Object fact, Refusal refusal) implements Ruling {}
    }

    /// One row of the accounts.
    ///
    /// @param limit whose account
    /// @param bucket part of its window
    /// @param spent used for good
    /// @param held by what has not ended
    record Account(String limit, long bucket, long spent, long held) {}

    /// Rows that are never asked for again.
    ///
    /// @param limit whose account
    /// @param oldest what is older goes
    record Outlived(String limit, long oldest) {}
}
