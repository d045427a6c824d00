/// JSON as bytes: strict reading in place and quoting, no trees. It must never know what a member
/// means.
@NullMarked
package io.affidavit.edge.json;

import org.jspecify.annotations.NullMarked;
