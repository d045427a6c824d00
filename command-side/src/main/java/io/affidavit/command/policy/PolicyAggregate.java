package io.affidavit.command.policy;

import io.affidavit.schemas.policy.PolicyActivated;
import io.affidavit.schemas.policy.PolicyCommand.PublishPolicy;
import io.affidavit.schemas.policy.PolicyEvent;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/// A policy version: published once, never changed. Its id is the digest of its document, so equal
/// documents are the same version.
@Aggregate(type = PolicyAggregate.TYPE)
class PolicyAggregate {

    static final String TYPE = "policy";

    @AggregateIdentifier private @Nullable Digest id;

    PolicyAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(PublishPolicy command) {
        decide(id != null, command).forEach(AggregateLifecycle::apply);
    }

    @EventSourcingHandler
    void on(PolicyEvent event) {
        id = event.policy();
    }

    static List<PolicyEvent> decide(boolean published, PublishPolicy command) {
        if (!EventSerializer.digest(command.document()).equals(command.policy())) {
            throw Refusal.exception(
                    FailureCode.INVALID_VALUE, "policy: not the digest of its document");
        }
        return published
                ? List.of()
                : List.of(
                        new PolicyPublished(command.policy(), command.document()),
                        new PolicyActivated(command.policy()));
    }
}
