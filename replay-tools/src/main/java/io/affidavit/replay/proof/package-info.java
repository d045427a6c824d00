/// The auditor's arithmetic over proofs and signatures of a log: paths, notes, policies, receipts.
/// It checks with the platform's own algorithms and shares no line with whoever builds or signs.
@NullMarked
package io.affidavit.replay.proof;

import org.jspecify.annotations.NullMarked;
