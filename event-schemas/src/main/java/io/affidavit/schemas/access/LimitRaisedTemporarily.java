package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A limit's amount is another one until an instant, without anybody having to set it back.
///
/// @param limit the limit
/// @param organization whose scope it hangs on; `null` for an alias
/// @param amount how much fits meanwhile, in the limit's unit; never less than its own amount
/// @param until the instant from which its own amount counts again
/// @param parts `reason`: kept outside the record
public record LimitRaisedTemporarily(
        LimitId limit,
        @Nullable OrganizationId organization,
        long amount,
        Instant until,
        @PartNames("reason") List<Part> parts)
        implements AccessEvent, PartBearing {

    public LimitRaisedTemporarily {
        parts = List.copyOf(parts);
    }

    @Override
    public LimitRaisedTemporarily withParts(List<Part> sealed) {
        return new LimitRaisedTemporarily(limit, organization, amount, until, sealed);
    }
}
