package io.affidavit.schemas.call;

import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A flood of refusals of one key for one reason, counted instead of recorded one by one.
///
/// @param keyId the key that was refused
/// @param organization the key's organization
/// @param failure why all of them were refused
/// @param limit the limit that had no room for them; `null` for other reasons
/// @param count how many, at least 1
/// @param from the first of them
/// @param to the last of them
public record RefusalsCoalesced(
        VirtualKeyId keyId,
        OrganizationId organization,
        FailureCode failure,
        @Nullable LimitId limit,
        long count,
        Instant from,
        Instant to)
        implements DomainEvent {}
