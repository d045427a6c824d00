package io.affidavit.edge.openai;

/// What scanning a request body gave.
public sealed interface InboundResult permits InboundRequest, InboundFault {}
