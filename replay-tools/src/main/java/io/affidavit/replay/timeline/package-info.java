/// Tells what records say to people who never saw our source: plain words first, then every input
/// of a decision. Knows the names in records, and nothing of where records come from.
@NullMarked
package io.affidavit.replay.timeline;

import org.jspecify.annotations.NullMarked;
