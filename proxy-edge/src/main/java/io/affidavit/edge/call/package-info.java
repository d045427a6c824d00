/// The way of a call: what is decided in which order, and what goes on record before what. It must
/// never know sockets or a provider's dialect.
@NullMarked
package io.affidavit.edge.call;

import org.jspecify.annotations.NullMarked;
