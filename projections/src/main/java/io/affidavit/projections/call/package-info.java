/// Tables of calls and of what they cost, written a batch at a time. It must never know a body.
@NullMarked
package io.affidavit.projections.call;

import org.jspecify.annotations.NullMarked;
