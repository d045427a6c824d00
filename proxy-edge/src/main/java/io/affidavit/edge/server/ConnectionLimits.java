package io.affidavit.edge.server;

import java.time.Duration;

/// How long a connection may stand still.
///
/// @param receive for head and body of one request together; beyond it 408
/// @param idle between two requests
/// @param send without taking a byte although some wait to be sent
record ConnectionLimits(Duration receive, Duration idle, Duration send) {}
