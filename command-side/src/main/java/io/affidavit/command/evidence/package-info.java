/// The append: Axon's event store on PostgreSQL, group commit, sealed parts, node leases. It must
/// never know what an event means; limits, calls and keys are other packages' business.
@NullMarked
package io.affidavit.command.evidence;

import org.jspecify.annotations.NullMarked;
