/// Has outside authorities say when something was there (RFC 3161), and checks what they say before
/// anybody else has to. It never knows what is stamped.
@NullMarked
package io.affidavit.query.evidence.stamp;

import org.jspecify.annotations.NullMarked;
