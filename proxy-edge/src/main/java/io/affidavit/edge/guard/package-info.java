/// Detects at the edge what the ground's judge then decides about. It must never decide by itself.
@NullMarked
package io.affidavit.edge.guard;

import org.jspecify.annotations.NullMarked;
