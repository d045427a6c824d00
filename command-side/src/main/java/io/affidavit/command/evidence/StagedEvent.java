package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.RecordTemplate;
import io.affidavit.schemas.evidence.SealedPart;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/// An event made ready on its caller's thread: nothing is left but to give it a place.
///
/// @param template its record with gaps
/// @param aggregate index key of the aggregate
/// @param sequence place in the aggregate's story
/// @param organization tenant whose chain it joins; null for a house-wide event
/// @param type logical name
/// @param parts its sealed parts, in the order of the record
/// @param live the event as processors will see it, with references in place of contents
record StagedEvent(
        RecordTemplate template,
        UUID aggregate,
        int sequence,
        @Nullable String organization,
        String type,
        List<SealedPart> parts,
        DomainEventMessage<?> live) {

    /// About how much it adds to a batch, in bytes.
    int weight() {
        int bytes = template.maxLength();
        for (SealedPart part : parts) {
            bytes += part.blob().length;
        }
        return bytes;
    }
}
