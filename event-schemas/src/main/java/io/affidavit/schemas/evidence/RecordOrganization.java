package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Digest;

/// Member `org` of a record: its place in the tenant's own chain.
///
/// @param id slug of the tenant
/// @param previous leaf hash of the tenant's record before, [Digest#ZERO] for its first
/// @param sequence place in the tenant's chain, from 0 without a gap
public record RecordOrganization(String id, Digest previous, long sequence) {}
