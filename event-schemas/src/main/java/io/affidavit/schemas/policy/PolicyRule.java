package io.affidavit.schemas.policy;

import io.affidavit.schemas.value.Public;

/// One line of a policy: what to do about one kind of finding.
///
/// @param kind the finding's kind, compared exactly
/// @param direction which text the rule is about
/// @param verdict what a finding of that kind leads to
@Public
public record PolicyRule(@Public String kind, Direction direction, Verdict verdict) {}
