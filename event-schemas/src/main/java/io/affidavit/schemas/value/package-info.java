/// Small immutable values that every feature shares: ids, money, usage, failure codes. They must
/// never know an event, a wire format or a library beyond Jackson's annotations.
@NullMarked
package io.affidavit.schemas.value;

import org.jspecify.annotations.NullMarked;
