package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.AttemptEnd;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Client;
import io.affidavit.edge.call.Produced;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A wait between two attempts, which ends at once when the client leaves or the gateway stops.
final class Pause implements Client.Watcher {

    private final CompletableFuture<AttemptEnd> cut = new CompletableFuture<>();
    private final Produced produced;

    private Pause(Produced produced) {
        this.produced = produced;
    }

    /// Waits.
    ///
    /// @param produced what the call has used so far
    /// @return how the call ended meanwhile; `null` when it goes on
    static @Nullable AttemptEnd await(CallContext call, long millis, Produced produced) {
        Pause pause = new Pause(produced);
        call.stop().arm(why -> pause.cut.complete(new AttemptEnd.Stopped(why, produced)));
        call.client().loop().execute(() -> call.client().watch(pause));
        try {
            return pause.cut.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            call.stop().disarm();
        }
    }

    @Override
    public void onGone() {
        cut.complete(new AttemptEnd.Left(produced));
    }

    @Override
    public void onWritable(boolean writable) {
        // Nothing is being sent.
    }
}
