/// Tests of decisions made again.
@NullMarked
package io.affidavit.replay.rerun;

import org.jspecify.annotations.NullMarked;
