/// Tests of time stamps, against an authority with moods.
@NullMarked
package io.affidavit.query.evidence.stamp;

import org.jspecify.annotations.NullMarked;
