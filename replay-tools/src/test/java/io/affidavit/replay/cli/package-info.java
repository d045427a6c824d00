/// Tests of what people read and type.
@NullMarked
package io.affidavit.replay.cli;

import org.jspecify.annotations.NullMarked;
