/// Where projections get their events and the texts of parts from, and how far they got. It must
/// never know a table of a projection.
@NullMarked
package io.affidavit.projections.evidence;

import org.jspecify.annotations.NullMarked;
