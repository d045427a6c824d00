package io.affidavit.edge.call;

import io.affidavit.edge.upstream.AttemptFailure;
import io.affidavit.schemas.value.FailureCode;

/// How an attempt ended.
public sealed interface AttemptEnd {

    /// What it produced until then.
    Produced produced();

    /// With a whole answer.
    record Answered(Produced produced) implements AttemptEnd {}

    /// Without one, through the provider.
    record Broken(AttemptFailure failure, Produced produced) implements AttemptEnd {}

    /// The client left.
    record Left(Produced produced) implements AttemptEnd {}

    /// The gateway itself gave up on it.
    record Stopped(FailureCode why, Produced produced) implements AttemptEnd {}
}
