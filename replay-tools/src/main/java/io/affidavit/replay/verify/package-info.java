/// Verifies the records of a log one after the other, wherever they come from: a database today, a
/// bundle later. Knows no database, no network and no way to print; it shares the format with the
/// appender and not a line of its code.
@NullMarked
package io.affidavit.replay.verify;

import org.jspecify.annotations.NullMarked;
