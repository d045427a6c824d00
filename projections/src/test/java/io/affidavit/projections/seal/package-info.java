/// Tests of what is sealed, and of every way to forge it.
@NullMarked
package io.affidavit.projections.seal;

import org.jspecify.annotations.NullMarked;
