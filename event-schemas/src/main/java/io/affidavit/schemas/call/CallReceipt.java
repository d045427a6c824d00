package io.affidavit.schemas.call;

import io.affidavit.schemas.value.CallId;

/// The receipt for the record that ends a call.
///
/// @param callId the call
/// @param position position of that record
/// @param leaf its leaf hash, lower-case hex
/// @param receipt the receipt as text, see [io.affidavit.schemas.proof.Receipt]
public record CallReceipt(CallId callId, long position, String leaf, String receipt) {}
