package io.affidavit.replay.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// Follows stories of aggregates through a selection. Those it claims to hold begin at 0, have no
/// gap and, for calls, an end; in an organization's period every story of its own is without a gap
/// inside. Of the house's stories a period shows what its decisions rest on, and never the whole.
///
/// Calls are forgotten when they end, unless they were asked for by name.
final class ClaimedStories {

    /// More calls at a time are open in no period; a bundle that says so is made to fill memory.
    private static final int MAX_STORIES = 1_000_000;

    private final Claim claim;
    private final Failures failures;
    private final KeptBack keptBack;
    private final Map<String, Story> stories = new HashMap<>();

    /// @param keptBack what was kept back so far
    ClaimedStories(Claim claim, KeptBack keptBack, Failures failures) {
        this.claim = claim;
        this.keptBack = keptBack;
        this.failures = failures;
    }

    void follow(long position, ScannedRecord record) {
        ScannedRecord.Aggregate aggregate = record.aggregate();
        boolean call = aggregate.type().equals(AggregateIds.CALL);
        String id = aggregate.id().toString();
        boolean named = claim.kind().isAbout(aggregate.type()) && claim.ids().contains(id);
        if (call && !named && claim.kind() != Claim.Kind.ORGANIZATION) {
            failures.add(
                    Check.RECORD_FORM,
                    "record " + position + " call",
                    id,
                    "a call that was asked for");
        }
        boolean ofPeriod = claim.kind() == Claim.Kind.ORGANIZATION && record.organization() != null;
        if (!named && !ofPeriod) {
            return;
        }
        String key = aggregate.type() + " " + id;
        Story story = stories.get(key);
        long expected = story == null ? 0 : story.next;
        long gap = aggregate.sequence() - expected;
        boolean begins = story == null && !named;
        long since = story == null ? Shown.NOWHERE : story.last;
        if (!begins && (gap < 0 || (gap > 0 && !keptBack.explain(since, gap)))) {
            failures.add(
                    Check.INCOMPLETE,
                    "record " + position + " agg.seq of " + key,
                    Long.toString(aggregate.sequence()),
                    Long.toString(expected));
        }
        if (story == null) {
            if (stories.size() == MAX_STORIES) {
                failures.add(
                        Check.MALFORMED,
                        "record " + position,
                        "more than " + MAX_STORIES + " open stories",
                        "stories that end");
                stories.clear();
            }
            story = new Story();
            stories.put(key, story);
        }
        if (call) {
            end(position, record, story, key, gap > 0);
        }
        story.next = aggregate.sequence() + 1;
        story.last = position;
        if (call && story.ended && !story.abandoned && !named) {
            stories.remove(key);
        }
    }

    private void end(
            long position, ScannedRecord record, Story story, String key, boolean behindAGap) {
        String type = record.type().toString();
        boolean late = type.equals("call.concluded_late");
        // The period may begin between the two, or the first of them be kept back.
        boolean unseen = story.next == 0 || (behindAGap && !story.ended);
        boolean fits = !late || story.abandoned || unseen;
        if ((story.ended && !late) || !fits) {
            failures.add(
                    Check.INCOMPLETE,
                    "record " + position + " of " + key,
                    type,
                    late ? "call.abandoned directly before it" : "one terminal event a call");
        }
        story.abandoned = type.equals("call.abandoned");
        story.ended =
                switch (type) {
                    case "call.completed",
                            "call.failed",
                            "call.refused",
                            "call.abandoned",
                            "call.concluded_late" ->
                            true;
                    default -> false;
                };
    }

    /// @return how many calls are open as they are said to be
    long finish() {
        long open = 0;
        for (String id : new TreeSet<>(claim.ids())) {
            String key = claim.kind().noun() + ' ' + id;
            Story story = stories.get(key);
            if (story == null) {
                failures.add(Check.INCOMPLETE, key, "absent", "its whole story");
            } else if (claim.kind() == Claim.Kind.CALLS && !story.ended) {
                if (claim.open().contains(id)) {
                    open++;
                } else if (!keptBack.explain(story.last, 1)) {
                    failures.add(
                            Check.INCOMPLETE,
                            key,
                            "no end",
                            "its terminal event, or said to be open");
                }
            }
        }
        return open;
    }

    private static final class Story {
        private long next;
        private long last; // position
        private boolean ended;
        private boolean abandoned;
    }
}
