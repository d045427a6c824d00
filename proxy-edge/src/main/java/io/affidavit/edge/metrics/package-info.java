/// Counts what the edge does, for operators. It must never know who called: no organization, key,
/// alias or deployment becomes a label.
@NullMarked
package io.affidavit.edge.metrics;

import org.jspecify.annotations.NullMarked;
