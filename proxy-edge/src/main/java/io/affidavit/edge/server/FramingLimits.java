package io.affidavit.edge.server;

/// Bounds of one request's framing.
///
/// @param maxHeadBytes request line and header lines together; beyond it 431
/// @param maxBodyBytes body after its transfer coding; beyond it 413
record FramingLimits(int maxHeadBytes, long maxBodyBytes) {}
