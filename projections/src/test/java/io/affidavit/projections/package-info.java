/// Tests of the projections against a real PostgreSQL with the real migrations.
@NullMarked
package io.affidavit.projections;

import org.jspecify.annotations.NullMarked;
