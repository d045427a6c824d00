/// Frames HTTP/1.1 and HTTP/2 strictly and carries bytes between sockets and calls. It must never
/// know what a call means or who may make one.
@NullMarked
package io.affidavit.edge.server;

import org.jspecify.annotations.NullMarked;
