package io.affidavit.edge.dialect;

/// What scanning a request body gave.
public sealed interface InboundResult permits InboundRequest, InboundFault {}
