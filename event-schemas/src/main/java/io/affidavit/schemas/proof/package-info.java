/// What a sealed log shows to outsiders, in the formats of C2SP and RFC 6962: checkpoints, notes,
/// tiles, proofs, receipts. It knows hashes and texts, never a record's content, a key that signs
/// or where anything is stored.
@NullMarked
package io.affidavit.schemas.proof;

import org.jspecify.annotations.NullMarked;
