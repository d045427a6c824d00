package io.affidavit.replay.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Follows every aggregate's story: sequences from 0 without a gap, and calls that end exactly once
/// (or once more by `call.concluded_late` directly after `call.abandoned`).
///
/// A call is forgotten when it ends, so memory grows with open calls and with what an installation
/// administers, not with the log. A record after the end shows as a story that does not begin at 0.
public final class Stories {

    private final Failures failures;
    private final Map<UUID, Story> stories = new HashMap<>();
    private long openCalls;

    /// @param failures gets what is wrong
    public Stories(Failures failures) {
        this.failures = failures;
    }

    void follow(long position, ScannedRecord record, UUID id) {
        Story story = stories.computeIfAbsent(id, _ -> new Story());
        long sequence = record.aggregate().sequence();
        if (sequence != story.next) {
            failures.add(
                    Check.INCOMPLETE,
                    "record " + position + " agg.seq of " + name(record),
                    Long.toString(sequence),
                    Long.toString(story.next));
        }
        boolean first = story.next == 0;
        story.next = sequence + 1;
        if (record.aggregate().type().equals(AggregateIds.CALL)) {
            openCalls += first ? 1 : 0;
            if (!followCall(position, record, story)) {
                stories.remove(id);
            }
        }
    }

    /// Whether the call may go on.
    private boolean followCall(long position, ScannedRecord record, Story story) {
        return switch (record.type().toString()) {
            case "call.completed", "call.failed", "call.refused" -> {
                end(position, record, story);
                yield false;
            }
            case "call.abandoned" -> {
                end(position, record, story);
                story.abandoned = true;
                yield true;
            }
            case "call.concluded_late" -> {
                if (!story.abandoned) {
                    misplaced(position, record, "call.abandoned directly before it");
                    openCalls--;
                }
                yield false;
            }
            default -> {
                if (story.abandoned) {
                    misplaced(position, record, "nothing after call.abandoned");
                }
                yield true;
            }
        };
    }

    private void end(long position, ScannedRecord record, Story story) {
        if (story.abandoned) {
            misplaced(position, record, "one terminal event a call");
        } else {
            openCalls--;
        }
    }

    private void misplaced(long position, ScannedRecord record, String expected) {
        failures.add(
                Check.INCOMPLETE,
                "record " + position + " of " + name(record),
                record.type().toString(),
                expected);
    }

    /// Calls that were admitted and have no terminal event yet.
    long openCalls() {
        return openCalls;
    }

    private static String name(ScannedRecord record) {
        return record.aggregate().type().toString() + ' ' + record.aggregate().id();
    }

    private static final class Story {
        private long next;
        private boolean abandoned;
    }
}
