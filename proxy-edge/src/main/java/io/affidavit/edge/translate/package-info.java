/// Bridges between each client API and each provider protocol, those that only pass bytes on and
/// those that translate. It must never know who calls, what was decided or how bytes travel.
@NullMarked
package io.affidavit.edge.translate;

import org.jspecify.annotations.NullMarked;
