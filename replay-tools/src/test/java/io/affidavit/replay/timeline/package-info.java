/// Tests of what people read and type.
@NullMarked
package io.affidavit.replay.timeline;

import org.jspecify.annotations.NullMarked;
