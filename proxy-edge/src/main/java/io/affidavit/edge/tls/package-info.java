/// Reads the certificate our own ports show, and reads it again when its files change. It must
/// never know what a port carries.
@NullMarked
package io.affidavit.edge.tls;

import org.jspecify.annotations.NullMarked;
