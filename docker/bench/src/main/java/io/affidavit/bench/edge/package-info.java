/// Measures whole calls through a running gateway, beside the same calls without one. Knows the
/// gateway only as its users do: ports, admin API, command line, and read-only looks into its
/// database.
@NullMarked
package io.affidavit.bench.edge;

import org.jspecify.annotations.NullMarked;
