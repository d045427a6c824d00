/// The outbound half: opens, bounds and classifies attempts at providers. It must never know who
/// called, what was decided about the call or how its answer reaches the client.
@NullMarked
package io.affidavit.edge.upstream;

import org.jspecify.annotations.NullMarked;
