package io.affidavit.edge.dialect;

import java.util.List;

/// What of a request does not reach a model as it was asked, as names of members such as
/// `logprobs`; from fixed vocabularies, each once, in their order. Both lists go on record.
///
/// @param untranslatable what the provider's protocol cannot say. A route that refuses such takes
///   no deployment behind the bridge; one that drops them lets the call go without
/// @param adjusted what this model would be sent with another value, in another form or not at all,
///   because it would refuse it or knows no better
public record Losses(List<String> untranslatable, List<String> adjusted) {

    /// Everything arrives.
    public static final Losses NONE = new Losses(List.of(), List.of());

    public Losses {
        untranslatable = List.copyOf(untranslatable);
        adjusted = List.copyOf(adjusted);
    }
}
