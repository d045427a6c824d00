/// Tests of the routing tables.
@NullMarked
package io.affidavit.projections.routing;

import org.jspecify.annotations.NullMarked;
