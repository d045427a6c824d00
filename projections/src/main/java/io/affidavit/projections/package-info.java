/// Writes the tables that follow from the log, and nothing that does not. It must never decide
/// anything, and never answer anybody but [io.affidavit.schemas.call.CallQuery.AwaitVisible].
@NullMarked
package io.affidavit.projections;

import org.jspecify.annotations.NullMarked;
