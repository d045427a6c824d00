/// Tests of what is said about records.
@NullMarked
package io.affidavit.query.evidence;

import org.jspecify.annotations.NullMarked;
