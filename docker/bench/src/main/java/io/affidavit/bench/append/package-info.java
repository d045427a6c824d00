/// Measures the append alone: the log, Axon in front of it, calls in front of Axon; on a server of
/// its own. Knows command-side's log and command bus, and nothing of HTTP or read tables.
@NullMarked
package io.affidavit.bench.append;

import org.jspecify.annotations.NullMarked;
