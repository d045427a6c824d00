package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.AnswerBudget;
import io.affidavit.edge.call.AttemptEnd;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.Client;
import io.affidavit.edge.call.ClientFields;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.upstream.AttemptFailure;
import io.affidavit.edge.upstream.Credential;
import io.affidavit.edge.upstream.CredentialSource;
import io.affidavit.edge.upstream.CredentialUnavailable;
import io.affidavit.edge.upstream.Upstream;
import io.affidavit.edge.upstream.UpstreamRequest;
import io.affidavit.edge.upstream.UpstreamRequest.AnthropicVersion;
import io.affidavit.edge.upstream.UpstreamTimeouts;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes single attempts: credential and body for one deployment, then one exchange with it.
public final class Attempts {

    private final Upstream upstream;
    private final CredentialSource credentials;
    private final UpstreamTimeouts timeouts;
    private final AnswerBudget answers;

    public Attempts(
            Upstream upstream,
            CredentialSource credentials,
            UpstreamTimeouts timeouts,
            AnswerBudget answers) {
        this.upstream = upstream;
        this.credentials = credentials;
        this.timeouts = timeouts;
        this.answers = answers;
    }

    /// Makes one attempt and waits for its end.
    AttemptEnd make(CallContext call, CatalogPage.Deployment deployment, Bridge bridge) {
        Client client = call.client();
        LeaseGuard lease = call.lease();
        AnswerBudget.Share room = answers.open();
        call.keeps(room);
        AttemptRelay relay =
                call.inbound().stream()
                        ? new StreamRelay(call, bridge.stream(call.inbound()), room)
                        : new WholeRelay(call, room);
        UpstreamRequest request;
        try {
            request = request(call, deployment, bridge);
        } catch (CredentialUnavailable _) {
            return new AttemptEnd.Broken(noCredential(), relay.produced());
        }
        if (!lease.mayForward()) { // somebody may have ended the call while it was prepared
            return new AttemptEnd.Stopped(FailureCode.EVIDENCE_UNAVAILABLE, relay.produced());
        }
        call.stop().arm(relay::stop);
        client.loop().execute(() -> relay.start(upstream, request));
        AttemptEnd end = relay.await();
        call.stop().disarm();
        return end;
    }

    /// The time a call has.
    Budget budget(CallContext call) {
        return new Budget(
                call.route().rules().timeouts(), timeouts, call.request().receivedNanos());
    }

    private UpstreamRequest request(
            CallContext call, CatalogPage.Deployment deployment, Bridge bridge)
            throws CredentialUnavailable {
        CatalogPage.Provider provider =
                Objects.requireNonNull(call.catalog().provider(deployment.provider()));
        @Nullable Credential credential =
                provider.credentialVersion() == 0 ? null : credentials.resolve(provider);
        return new UpstreamRequest(
                provider,
                deployment,
                bridge.providerSurface(),
                call.inbound().stream(),
                bridge.request(call.inbound(), deployment.upstreamModel()),
                credential,
                budget(call).now(),
                call.id().toString(),
                version(call, provider.protocol()));
    }

    /// A client of Anthropic's own API says which edition it means; nobody else is told.
    private static @Nullable AnthropicVersion version(CallContext call, Protocol protocol) {
        ClientFields fields = call.request().fields();
        String version = fields.anthropicVersion();
        if (call.surface() != Surface.MESSAGES
                || protocol != Protocol.ANTHROPIC
                || version == null) {
            return null;
        }
        String beta = fields.anthropicBeta();
        return new AnthropicVersion(version, beta == null || beta.isBlank() ? null : beta);
    }

    private static AttemptFailure noCredential() {
        return new AttemptFailure(
                FailureCode.UPSTREAM_AUTH_ERROR,
                AttemptPhase.CONNECT,
                null,
                false,
                AttemptFailure.Retry.NEXT,
                null,
                null);
    }
}
