/// What all dialects share: a request as received, an answer as metered, and the bridge between a
/// client's API and a provider's protocol. It must never know any one dialect.
@NullMarked
package io.affidavit.edge.dialect;

import org.jspecify.annotations.NullMarked;
