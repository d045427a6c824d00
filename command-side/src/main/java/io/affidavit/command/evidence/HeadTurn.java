package io.affidavit.command.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Whose turn at the head it is, as far as this node knows. For the writer's thread alone.
///
/// While several nodes append, each batch would find the head moved: it locks it, looks at what the
/// others changed and is placed anew, which takes a second round trip while all others wait. So a
/// busy node keeps its turn for a few batches. Only the first of them looks; nobody moves the head
/// meanwhile, and the others take one round trip.
///
/// A turn is an advisory lock of the writer's session and no more than good manners. Whether a
/// batch is written is decided by the head alone: a node that does not wait, or a turn that is over
/// without its holder knowing, costs a round trip. Whoever stops in its turn is waited for
/// [#PATIENCE]; then this node takes no turns for [#GRUDGE].
final class HeadTurn {

    /// Most batches of a turn.
    static final int MAX_BATCHES = 4;

    /// No batch is begun in a turn that is older.
    static final Duration LONGEST = Duration.ofMillis(10);

    /// Longest wait for company while the others wait for the end of the turn.
    static final Duration LULL = Duration.ofMillis(1);

    /// Longest wait for a turn and for the head together.
    static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Duration GRUDGE = Duration.ofMinutes(1);

    private static final int LOCK_CLASS = 0x61666669; // "affi"
    private static final int COMPANY = 8; // appends of a batch, for another one to follow at once

    private final String take;
    private final String pass;

    private boolean contested; // another node appended lately
    private boolean held;
    private int batches;
    private long since; // System.nanoTime()
    private boolean resentful;
    private long grudgeUntil; // System.nanoTime()

    /// @param log ordinal of the log
    HeadTurn(short log) {
        String lock = "(" + LOCK_CLASS + ", " + log + ")";
        this.take =
                "select set_config('lock_timeout', '"
                        + PATIENCE.toMillis()
                        + "', true), pg_advisory_lock"
                        + lock
                        + "; ";
        this.pass = "; select pg_advisory_unlock" + lock;
    }

    /// Whether the head is probably where this node left it.
    boolean isMine() {
        return held || !contested;
    }

    boolean isHeld() {
        return held;
    }

    /// SQL before the statement that locks the head, within its transaction; nothing if no turn is
    /// to be waited for. Answers with a row.
    String take() {
        return isMine() || isResentful() ? "" : take;
    }

    private boolean isResentful() {
        resentful = resentful && System.nanoTime() - grudgeUntil < 0;
        return resentful;
    }

    /// The statement that began with [#take()] has locked the head.
    void taken() {
        held = true;
        batches = 0;
        since = System.nanoTime();
    }

    /// What the locked head told.
    ///
    /// @param overtaken whether another node had moved it
    void looked(boolean overtaken) {
        contested = overtaken;
    }

    /// SQL behind the statement that writes a batch, before it commits: nothing unless the turn
    /// ends with it. The next node's batch then waits for this commit.
    ///
    /// @param appends in the batch
    String pass(int appends) {
        return held && isLast(appends) ? pass : "";
    }

    private boolean isLast(int appends) {
        return !contested
                || appends < COMPANY
                || batches + 1 >= MAX_BATCHES
                || System.nanoTime() - since > LONGEST.toNanos();
    }

    /// A batch was sent.
    ///
    /// @param passing whether [#pass(int)] went with it
    void wrote(boolean passing) {
        batches++;
        held &= !passing;
    }

    /// Ends the turn where no batch does.
    void end(Connection connection) throws SQLException {
        if (held) {
            held = false;
            unlock(connection);
        }
    }

    /// Ends whatever turn a failed transaction may have left behind: the session keeps it.
    void clear(Connection connection) throws SQLException {
        held = false;
        unlock(connection);
    }

    private static void unlock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_unlock_all()");
        }
    }

    /// The session is gone, and the turn with it.
    void lost() {
        held = false;
    }

    /// Somebody holds the turn, or the head, for too long.
    void givenUp() {
        resentful = true;
        grudgeUntil = System.nanoTime() + GRUDGE.toNanos();
    }
}
