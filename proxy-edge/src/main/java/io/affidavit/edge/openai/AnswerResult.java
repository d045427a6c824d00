package io.affidavit.edge.openai;

/// What reading a whole answer gave.
public sealed interface AnswerResult permits AnswerFacts, AnswerFault {}
