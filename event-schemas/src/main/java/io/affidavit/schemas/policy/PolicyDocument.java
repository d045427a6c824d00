package io.affidavit.schemas.policy;

import io.affidavit.schemas.value.Public;
import java.util.List;

/// An immutable policy. Its version is the SHA-256 of its canonical JSON form.
///
/// @param name a slug for people
/// @param rules all rules; a finding without a rule is allowed
@Public
public record PolicyDocument(@Public String name, List<PolicyRule> rules) {

    /// The shipped policy: records every judgement and stands against nothing.
    public static final PolicyDocument ALLOW = new PolicyDocument("allow", List.of());

    public PolicyDocument {
        rules = List.copyOf(rules);
    }
}
