/// The step before the servers: roles, database and migrations, run with credentials that the
/// serving process then no longer uses. Knows no table; each room brings its own migrations.
@NullMarked
package io.affidavit.solo.database;

import org.jspecify.annotations.NullMarked;
