/// Routes under failure: clients that see none, and records that explain every choice. It must
/// never look into the gateway but through its interfaces and its log.
@NullMarked
package io.affidavit.bench.routes;

import org.jspecify.annotations.NullMarked;
