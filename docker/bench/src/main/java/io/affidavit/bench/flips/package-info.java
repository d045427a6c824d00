/// Flips every bit of a bundle. Knows the auditor's verifier and no gateway.
@NullMarked
package io.affidavit.bench.flips;

import org.jspecify.annotations.NullMarked;
