/// Tests of the tables of calls.
@NullMarked
package io.affidavit.projections.call;

import org.jspecify.annotations.NullMarked;
