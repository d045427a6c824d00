/// Tests of the audit, against a real database.
@NullMarked
package io.affidavit.replay.fsck;

import org.jspecify.annotations.NullMarked;
