package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody was refused on the control plane or failed to authenticate on the data plane.
///
/// @param plane `control` or `data`
/// @param failure how it was refused
/// @param route the route's pattern, never the address as sent; `-` when none matched
/// @param key the key whose id was recognised; `null` when none
/// @param count how many attempts of this kind this record stands for, at least 1
/// @param from the first of them
/// @param to the last of them
/// @param parts `source`: kept outside the record
public record AccessDenied(
        @Public String plane,
        FailureCode failure,
        @Public String route,
        @Nullable VirtualKeyId key,
        long count,
        Instant from,
        Instant to,
        @PartNames("source") List<Part> parts)
        implements AccessEvent, PartBearing {

    public AccessDenied {
        parts = List.copyOf(parts);
    }

    @Override
    public AccessDenied withParts(List<Part> sealed) {
        return new AccessDenied(plane, failure, route, key, count, from, to, sealed);
    }
}
