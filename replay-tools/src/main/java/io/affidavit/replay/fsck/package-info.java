/// Reads a whole log out of a database that may be alive, as a role that can only read, and
/// compares it with what the database says of itself. Knows tables, but not how records are judged.
@NullMarked
package io.affidavit.replay.fsck;

import org.jspecify.annotations.NullMarked;
