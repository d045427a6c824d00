/// The sealed log as outsiders check it: checkpoints, tiles, entries and proofs. It must never
/// sign, and never show a tree that nobody signed.
@NullMarked
package io.affidavit.query.evidence.tree;

import org.jspecify.annotations.NullMarked;
