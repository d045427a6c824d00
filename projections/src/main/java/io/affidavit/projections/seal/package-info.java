/// Recomputes what was appended and signs what it found: tiles, checkpoints, the anchor outside the
/// database. It must trust no column beside the records' bytes, and never learn what an event
/// means.
@NullMarked
package io.affidavit.projections.seal;

import org.jspecify.annotations.NullMarked;
