package io.affidavit.schemas.evidence;

import org.jspecify.annotations.Nullable;

/// What an event belongs to beside its aggregate.
///
/// @param organization tenant whose chain it joins; null for house-wide events
/// @param call call in whose history it stands, the key of a bundle
/// @param cause id of the message that led to the event
/// @param correlation id of the message that began the whole exchange
public record RecordLinks(
        @Nullable String organization,
        @Nullable String call,
        @Nullable String cause,
        @Nullable String correlation) {

    /// Belongs to the house and to nothing else.
    public static final RecordLinks NONE = new RecordLinks(null, null, null, null);
}
