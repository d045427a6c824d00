/// Logical names of events and their canonical JSON form. It must never know where bytes are stored
/// or how they are chained.
@NullMarked
package io.affidavit.schemas.serial;

import org.jspecify.annotations.NullMarked;
