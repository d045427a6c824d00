/// Tests of how projections get events and texts.
@NullMarked
package io.affidavit.projections.evidence;

import org.jspecify.annotations.NullMarked;
