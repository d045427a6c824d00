package io.affidavit.schemas.call;

import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What rooms ask each other about calls and about what calls are judged by.
public sealed interface CallQuery {

    /// Asks for one page of the catalogue. Answer: [CatalogPage].
    ///
    /// @param cursor `nextCursor` of the page before; `null` for the first
    /// @param limit most keys in the answer
    record FindCatalogPage(@Nullable String cursor, int limit) implements CallQuery {}

    /// Asks for calls without a terminal event whose node is none of these. Answer: [OpenCalls].
    ///
    /// @param living nodes that end their calls themselves, the asking one among them
    /// @param limit most calls in the answer
    record FindOpenCalls(List<NodeId> living, int limit) implements CallQuery {

        public FindOpenCalls {
            living = List.copyOf(living);
        }
    }

    /// Waits until the answering component shows everything up to a position. Scatter-gather;
    /// answer: `Boolean`, false when it did not get there in time.
    ///
    /// @param position the position that must be visible
    /// @param timeoutMillis longest wait, milliseconds
    record AwaitVisible(long position, long timeoutMillis) implements CallQuery {}

    /// Asks for a call as its own records tell it. Answer: [CallView], `null` when there is no such
    /// call of this key.
    ///
    /// @param callId the call
    /// @param key the key that must have made it
    record FindCall(CallId callId, VirtualKeyId key) implements CallQuery {}

    /// Asks what a key used, of everything that was recorded before. Answer: [KeyUsage].
    ///
    /// @param key whose use
    /// @param at the moment whose day, week and month are asked for
    record FindKeyUsage(VirtualKeyId key, Instant at) implements CallQuery {}

    /// Asks for the receipt of a call's conclusion, issued again from its record. Answer:
    /// [CallReceipt], `null` when the call has not ended by an answer.
    ///
    /// @param callId the call
    record FindReceipt(CallId callId) implements CallQuery {}

    /// Asks what a call will be booked with that ends now. Answer: [Cost].
    ///
    /// @param admittedAt when it was admitted
    /// @param deployment where its answer comes from
    /// @param upstreamModel the model name that was sent there
    /// @param metered what it used
    record FindCost(
            Instant admittedAt, DeploymentId deployment, String upstreamModel, Metered metered)
            implements CallQuery {}
}
