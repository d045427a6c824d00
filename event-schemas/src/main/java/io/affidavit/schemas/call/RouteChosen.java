package io.affidavit.schemas.call;

import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.CallId;

/// A deployment was chosen for an attempt, with every input of the choice.
///
/// @param callId the call
/// @param attempt 1 for the first attempt
/// @param choice the choice and its inputs
public record RouteChosen(CallId callId, int attempt, RouteChoice choice) implements CallEvent {}
