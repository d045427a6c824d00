/// Gives tests of every room a real PostgreSQL and seeded cases. Knows no table of any room.
@NullMarked
package io.affidavit.schemas.testing;

import org.jspecify.annotations.NullMarked;
