/// The decisions about a call, one file each, in the order of the pipeline. A stage must never know
/// how its decision is stored.
@NullMarked
package io.affidavit.edge.call.stage;

import org.jspecify.annotations.NullMarked;
