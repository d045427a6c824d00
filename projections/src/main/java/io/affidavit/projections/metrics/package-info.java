/// Shows operators how far the tables are behind the log. It must never look into an event.
@NullMarked
package io.affidavit.projections.metrics;

import org.jspecify.annotations.NullMarked;
