/// Server-sent events as bytes: taking them apart however they are cut, and writing them. It must
/// never know what an event says.
@NullMarked
package io.affidavit.edge.sse;

import org.jspecify.annotations.NullMarked;
