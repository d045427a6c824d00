package io.affidavit.schemas.bundle;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordActor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be asked of the room that reads, about bundles.
public sealed interface BundleQuery {

    /// Prepares a bundle. Answered with a [BundleAnswer] as soon as its records are known to be
    /// there and sealed; asking twice for one id prepares it once.
    ///
    /// @param bundle id of the bundle to be
    /// @param created when it was asked for, whole microseconds
    /// @param scope which records
    /// @param purpose why, in the words of whoever asks
    /// @param requester who asks
    /// @param withheld types of records to prove and not to show
    /// @param disclose names of the parts whose texts are to be in it
    /// @param known a checkpoint that whoever asks holds from earlier, as the text of its note;
    ///   `null` for none
    /// @param stamp whether outside time stamps must or must not be in it; `null` for what the
    ///   house does by itself
    /// @param parts what is to be recorded with the export: `purpose`, `reason`
    record PrepareBundle(
            String bundle,
            Instant created,
            BundleScope scope,
            String purpose,
            RecordActor requester,
            List<String> withheld,
            List<String> disclose,
            @Nullable String known,
            @Nullable Boolean stamp,
            List<Part> parts)
            implements BundleQuery {

        public PrepareBundle {
            withheld = List.copyOf(withheld);
            disclose = List.copyOf(disclose);
            parts = List.copyOf(parts);
        }
    }
}
