package io.affidavit.edge.dialect;

import io.affidavit.schemas.value.FailureCode;

/// An answer with a success status that is none: broken, cut off, or an error inside.
///
/// @param code what the client is told
/// @param detail for operators, in our own words
public record AnswerFault(FailureCode code, String detail) implements AnswerResult {}
