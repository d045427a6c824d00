/// Proves the evidence format against published vectors, a second implementation and itself.
@NullMarked
package io.affidavit.schemas.evidence;

import org.jspecify.annotations.NullMarked;
