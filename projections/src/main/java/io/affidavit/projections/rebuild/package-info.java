/// Empties the read tables, so that the processors write them again from the log. It must never
/// know what a table holds.
@NullMarked
package io.affidavit.projections.rebuild;

import org.jspecify.annotations.NullMarked;
