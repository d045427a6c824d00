/// Calls, what they cost, and the catalogue that calls are judged by. It must never know a body.
@NullMarked
package io.affidavit.query.call;

import org.jspecify.annotations.NullMarked;
