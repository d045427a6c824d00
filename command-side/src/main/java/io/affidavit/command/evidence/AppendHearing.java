package io.affidavit.command.evidence;

import java.util.function.Consumer;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// Who hears what the [AppendLedger] saw when it booked an append: before the command is answered,
/// so that the answer can tell, and on the thread of the command.
public final class AppendHearing {

    private static final String RESOURCE = AppendHearing.class.getName();

    private AppendHearing() {}

    /// Listens to the append of the unit of work in progress; for command handlers.
    public static void stage(Consumer<Object> listener) {
        CurrentUnitOfWork.get().root().resources().put(RESOURCE, listener);
    }

    @SuppressWarnings("unchecked") // put there by stage alone
    static void tell(UnitOfWork<?> unitOfWork, @Nullable Object seen) {
        if (seen == null) {
            return;
        }
        Object listener = unitOfWork.root().resources().get(RESOURCE);
        if (listener != null) {
            ((Consumer<Object>) listener).accept(seen);
        }
    }
}
