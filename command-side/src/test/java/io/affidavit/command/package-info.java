/// A real database and key files for this room's tests. Knows nothing of what is tested with them.
@NullMarked
package io.affidavit.command;

import org.jspecify.annotations.NullMarked;
