/// Kills the gateway and its database under load, at chosen moments and at random ones, and
/// compares what callers were told with what the log says afterwards. Knows the gateway as its
/// users do, and its database as a superuser does.
@NullMarked
package io.affidavit.bench.crash;

import org.jspecify.annotations.NullMarked;
