package io.affidavit.edge.call;

import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets the gateway give up on a running call. Stopping lasts: what is armed later stops at once.
public final class StopSwitch {

    private volatile @Nullable VirtualKeyId key;
    private @Nullable FailureCode why;
    private @Nullable Consumer<FailureCode> action;

    /// Says whose call it is.
    void belongsTo(VirtualKeyId caller) {
        key = caller;
    }

    /// Whose call it is; `null` before anybody knows.
    @Nullable VirtualKeyId key() {
        return key;
    }

    /// Says what stopping means from now on.
    public void arm(Consumer<FailureCode> next) {
        FailureCode already;
        synchronized (this) {
            action = next;
            already = why;
        }
        if (already != null) {
            next.accept(already);
        }
    }

    /// Says that stopping means nothing for now.
    public synchronized void disarm() {
        action = null;
    }

    /// Gives up on the call.
    public void stop(FailureCode code) {
        Consumer<FailureCode> armed;
        synchronized (this) {
            why = code;
            armed = action;
        }
        if (armed != null) {
            armed.accept(code);
        }
    }

    /// Whether the call was given up on.
    public synchronized boolean isStopped() {
        return why != null;
    }
}
