/// A log and the tables that follow from it, for tests of the reading rooms. It must never be used
/// where the real appender could be.
@NullMarked
package io.affidavit.projections.testing;

import org.jspecify.annotations.NullMarked;
