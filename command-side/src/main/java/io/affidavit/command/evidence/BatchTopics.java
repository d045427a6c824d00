package io.affidavit.command.evidence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a batch touches, and how much of that a head knows.
///
/// @param appends the batch, as it is when asked
record BatchTopics(List<Append> appends) {

    /// What its appends say.
    List<AppendLedger.Proposal> proposals() {
        return appends.stream().map(Append::proposal).toList();
    }

    /// Tenants whose chains it continues.
    Set<String> organizations() {
        Set<String> organizations = new HashSet<>();
        for (Append append : appends) {
            for (StagedEvent event : append.events()) {
                if (event.organization() != null) {
                    organizations.add(event.organization());
                }
            }
        }
        return organizations;
    }

    /// The aggregates of events that do not fit what this node remembers. It may only remember too
    /// little, as another node may have continued the story: the lock has the last word.
    Set<UUID> misfits(Head mine) {
        Set<UUID> misfits = new HashSet<>();
        Map<UUID, Integer> tentative = new HashMap<>();
        for (Append append : appends) {
            StagedEvent misfit = Placement.misfit(append.events(), tentative, mine);
            for (StagedEvent event : append.events()) {
                if (misfit == null) {
                    tentative.put(event.aggregate(), event.sequence());
                } else {
                    misfits.add(event.aggregate());
                }
            }
        }
        return misfits;
    }

    /// Aggregates whose last sequence is not known. When nothing is known, perhaps because of a
    /// collision, also those that only begin: the collision is then found before the index finds
    /// it.
    Set<UUID> unknownAggregates(@Nullable Head known) {
        Set<UUID> aggregates = new HashSet<>();
        Set<UUID> begun = new HashSet<>();
        for (Append append : appends) {
            for (StagedEvent event : append.events()) {
                UUID aggregate = event.aggregate();
                if (known == null) {
                    aggregates.add(aggregate);
                } else if (event.sequence() == 0) {
                    begun.add(aggregate);
                } else if (known.lastSequence(aggregate) == null && !begun.contains(aggregate)) {
                    aggregates.add(aggregate);
                }
            }
        }
        return aggregates;
    }
}
