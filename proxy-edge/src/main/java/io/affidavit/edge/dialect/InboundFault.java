package io.affidavit.edge.dialect;

import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// A request body that cannot be a call.
///
/// @param code the failure told to the client
/// @param param JSON path of the member at fault, such as `messages[0].role`; `null` for none
/// @param message for the client; names members and bounds, never repeats free text
public record InboundFault(FailureCode code, @Nullable String param, String message)
        implements InboundResult {}
