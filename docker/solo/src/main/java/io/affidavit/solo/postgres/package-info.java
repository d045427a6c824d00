/// A PostgreSQL server of our own, which lives and dies with this process and keeps its data. Knows
/// nothing of schemas and of what the rooms store.
@NullMarked
package io.affidavit.solo.postgres;

import org.jspecify.annotations.NullMarked;
