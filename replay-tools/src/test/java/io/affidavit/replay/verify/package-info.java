/// Tests of the verifier, and the sample log that all tests of this room share.
@NullMarked
package io.affidavit.replay.verify;

import org.jspecify.annotations.NullMarked;
