package io.affidavit.edge.dialect;

/// What reading a whole answer gave.
public sealed interface AnswerResult permits AnswerFacts, AnswerFault {}
