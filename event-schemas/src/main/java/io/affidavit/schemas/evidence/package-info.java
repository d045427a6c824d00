/// The evidence format `evidence/v1`: canonical records, chain and tree hashes, sealed parts. It
/// knows bytes and hashes, never an event's meaning, a database, a clock or where keys come from.
@NullMarked
package io.affidavit.schemas.evidence;

import org.jspecify.annotations.NullMarked;
