package io.affidavit.command.call;

import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CoalesceRefusals;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.value.CallId;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.AnnotationCommandTargetResolver;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/// Names the call of a command without the reflection that Axon does for each message. Axon takes a
/// lone resolver for everybody's, so other commands are resolved here as they would be without it.
class CallTargets implements CommandTargetResolver {

    private final CommandTargetResolver others = AnnotationCommandTargetResolver.builder().build();

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> command) {
        return command.getPayload() instanceof CallCommand about
                ? new VersionedAggregateIdentifier(target(about), null)
                : others.resolveTarget(command);
    }

    private static CallId target(CallCommand command) {
        return switch (command) {
            case AdmitCall admit -> admit.callId();
            case RefuseCall refuse -> refuse.callId();
            case FailAttempt failed -> failed.callId();
            case CompleteCall done -> done.callId();
            case FailCall failed -> failed.callId();
            case AbandonCall abandon -> abandon.callId();
            case CoalesceRefusals _ ->
                    throw new IllegalArgumentException("refusals belong to no call");
        };
    }
}
