package io.affidavit.schemas.policy;

import io.affidavit.schemas.value.Digest;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/// What can be asked of a policy version.
public sealed interface PolicyCommand {

    /// Publishes a document under its own digest and puts it in force.
    ///
    /// @param policy SHA-256 of the document's canonical JSON form
    /// @param document the whole document
    record PublishPolicy(@TargetAggregateIdentifier Digest policy, PolicyDocument document)
            implements PolicyCommand {}
}
