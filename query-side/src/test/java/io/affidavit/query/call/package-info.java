/// Tests of what is told about calls.
@NullMarked
package io.affidavit.query.call;

import org.jspecify.annotations.NullMarked;
