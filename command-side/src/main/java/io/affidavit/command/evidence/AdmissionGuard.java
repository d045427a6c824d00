package io.affidavit.command.evidence;

import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.evidence.LogGuard;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/// Admits no call while the log contradicts its seals. Calls under way are still concluded, and
/// operators can still do what they must.
final class AdmissionGuard implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Supplier<LogGuard> guard;

    AdmissionGuard(Supplier<LogGuard> guard) {
        this.guard = guard;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        if (unitOfWork.getMessage().getPayload() instanceof AdmitCall) {
            String broken = guard.get().broken();
            if (broken != null) {
                throw EvidenceFailures.unavailable(broken, null);
            }
        }
        return chain.proceed();
    }
}
