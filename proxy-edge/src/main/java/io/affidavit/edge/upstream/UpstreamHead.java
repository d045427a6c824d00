package io.affidavit.edge.upstream;

import org.jspecify.annotations.Nullable;

/// What is taken over from a provider's response head, checked; everything else is dropped.
///
/// @param status HTTP status, 200 to 299
/// @param requestId the provider's id of the request: 1 to 128 visible ASCII characters; `null`
///   when it sent none or a malformed one
public record UpstreamHead(int status, @Nullable String requestId) {}
