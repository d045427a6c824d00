/// Makes recorded decisions again with the pure functions that made them, from recorded inputs
/// alone. Knows events and nothing of where they come from, and decides nothing new.
@NullMarked
package io.affidavit.replay.rerun;

import org.jspecify.annotations.NullMarked;
