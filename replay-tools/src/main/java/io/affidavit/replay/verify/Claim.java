package io.affidavit.replay.verify;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a selection of records claims to be the whole of.
///
/// @param kind what it is about
/// @param ids the calls, or the one key or limit; empty for an organization
/// @param organization whose records these are; null for house-wide ones
/// @param from first time of an organization's period, spelled as in records; null elsewhere
/// @param open calls that are said to have had no end yet
public record Claim(
        Kind kind,
        Set<String> ids,
        @Nullable String organization,
        @Nullable String from,
        Set<String> open) {

    public Claim {
        ids = Set.copyOf(ids);
        open = Set.copyOf(open);
    }

    /// Kinds of selections.
    public enum Kind {
        /// Stories of calls.
        CALLS("call"),
        /// One key's story.
        KEY("virtual_key"),
        /// One limit's story.
        LIMIT("limit"),
        /// An organization's records of a period.
        ORGANIZATION(null);

        private final @Nullable String aggregate;

        Kind(@Nullable String aggregate) {
            this.aggregate = aggregate;
        }

        /// Whether stories of this kind of aggregate must be whole.
        boolean isAbout(Slice aggregateType) {
            return aggregate != null && aggregateType.toString().equals(aggregate);
        }

        /// How failures name one.
        String noun() {
            return aggregate == null ? "organization" : aggregate;
        }
    }
}
