package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Public;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A deployment as the route saw it when it chose, with every input of the choice.
///
/// @param deployment the deployment
/// @param provider its provider
/// @param upstreamModel the model name sent upstream
/// @param alias the alias it answers; `null` in choices of the rule's first version
/// @param depth 0 for the alias that was asked for, else its place in the list of fallbacks, from 1
/// @param order its place among the alias' deployments, lowest first
/// @param weight its share among those of one order, 0 to [#MAX_WEIGHT]
/// @param inFlight calls this node had open there
/// @param recentFailures failures in a row this node had seen there
/// @param latencyMillis smoothed time to first byte as seen by this node; `null` if unknown
/// @param cooling what this node thought of its health
/// @param again whether the attempt before failed there in a way that may pass: it is tried once
///   more before any other
/// @param unsupported members of the request that its protocol cannot say, by name
/// @param adjusted members that its model would be sent with another value, in another form or not
///   at all, by name
/// @param dropped why it was not eligible; `null` when it was
@Public
public record Candidate(
        DeploymentId deployment,
        ProviderId provider,
        @Public String upstreamModel,
        @Nullable Alias alias,
        int depth,
        int order,
        int weight,
        int inFlight,
        int recentFailures,
        @Nullable Long latencyMillis,
        CoolingState cooling,
        boolean again,
        @Public List<String> unsupported,
        @Public List<String> adjusted,
        @Nullable DropReason dropped) {

    /// The largest weight.
    public static final int MAX_WEIGHT = 1_000;

    /// The weight of a deployment that nobody gave one.
    public static final int DEFAULT_WEIGHT = 1;

    public Candidate {
        unsupported = List.copyOf(unsupported);
        adjusted = List.copyOf(adjusted);
    }

    /// The same, dropped for another reason or for none.
    public Candidate dropped(@Nullable DropReason reason) {
        return new Candidate(
                deployment,
                provider,
                upstreamModel,
                alias,
                depth,
                order,
                weight,
                inFlight,
                recentFailures,
                latencyMillis,
                cooling,
                again,
                unsupported,
                adjusted,
                reason);
    }
}
