package io.affidavit.edge.call;

import io.affidavit.edge.catalog.Catalog;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.call.CallCommand.Judged;
import io.affidavit.schemas.call.Caller;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.FallbackKind;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a call so far. Belongs to its virtual thread; each stage adds what it found.
public final class CallContext {

    private static final long NANOS_PER_MICRO = 1000;

    private final Client client;
    private final Endpoint endpoint;
    private final Catalog catalog;
    private final StopSwitch stop;
    private final CallId id;
    private final AnswerHead head;
    private final Tries tries = new Tries();
    private CatalogPage.@Nullable Key key;
    private @Nullable Caller caller;
    private @Nullable InboundRequest inbound;
    private @Nullable Alias alias;
    private @Nullable Judged prompt;
    private @Nullable Choices choices;
    private FallbackKind fallbacks = FallbackKind.ANY_ERROR;
    private @Nullable LeaseGuard lease;
    private AnswerBudget.@Nullable Share room;
    private DeploymentHealth.@Nullable Seen claimed;
    private @Nullable Instant admittedAt;
    private long admittedMicros;
    private @Nullable Attempted attempted;
    private @Nullable Judged completion;

    public CallContext(Client client, Endpoint endpoint, Catalog catalog, StopSwitch stop) {
        this.client = client;
        this.stop = stop;
        this.endpoint = endpoint;
        this.catalog = catalog;
        this.id = new CallId(client.request().id());
        this.head = new AnswerHead(Answer.callId(client.request()), endpoint.dialect());
    }

    public Client client() {
        return client;
    }

    public ClientRequest request() {
        return client.request();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /// Words answers for the client.
    public Answers answers() {
        return new Answers(endpoint, client.request());
    }

    /// The snapshot the call is judged by from beginning to end.
    public Catalog catalog() {
        return catalog;
    }

    public CallId id() {
        return id;
    }

    /// Through which the gateway gives up on the call.
    public StopSwitch stop() {
        return stop;
    }

    /// Its attempts so far.
    public Tries tries() {
        return tries;
    }

    /// Which of the route's lists of fallbacks is open.
    public FallbackKind fallbacks() {
        return fallbacks;
    }

    public void fallbacks(FallbackKind open) {
        fallbacks = open;
    }

    public void authenticated(CatalogPage.Key presented) {
        key = presented;
        stop.belongsTo(presented.id());
        caller =
                new Caller(
                        presented.id(),
                        presented.organization(),
                        presented.team(),
                        presented.project());
    }

    public boolean isAuthenticated() {
        return key != null;
    }

    public CatalogPage.Key key() {
        return set(key);
    }

    public Caller caller() {
        return set(caller);
    }

    public void read(InboundRequest request) {
        inbound = request;
    }

    public InboundRequest inbound() {
        return set(inbound);
    }

    public Surface surface() {
        return inbound().surface();
    }

    public void named(Alias model) {
        alias = model;
    }

    /// The alias; `null` while none is known.
    public @Nullable Alias aliasOrNull() {
        return alias;
    }

    public Alias alias() {
        return set(alias);
    }

    /// How its alias is routed.
    public CatalogPage.Route route() {
        return catalog.route(alias());
    }

    public void judged(Judged judgement) {
        prompt = judgement;
    }

    public Judged prompt() {
        return set(prompt);
    }

    public CatalogPage.Policy policy() {
        return set(catalog.policy());
    }

    public void chosen(Choices next) {
        choices = next;
    }

    /// The append sent it elsewhere: the trial of the full one is another's then.
    public void rerouted(RouteChoice taken) {
        choices = new Choices(taken, List.of());
        unclaim();
    }

    public RouteChoice choice() {
        return set(choices).first();
    }

    /// What is chosen where that is full.
    public List<RouteChoice> otherwise() {
        return set(choices).otherwise();
    }

    /// Whether its texts are kept, as its key says or else its organization.
    public boolean keepsText() {
        ContentMode own = key().content();
        return (own == null ? catalog.content(caller().organization()) : own) == ContentMode.SEAL;
    }

    /// Says what the answer of the next attempt is kept in; that of the one before goes.
    public void keeps(AnswerBudget.Share share) {
        giveBack();
        room = share;
    }

    /// Says which deployment's trial the next attempt will be.
    public void claims(DeploymentHealth.Seen trial) {
        claimed = trial;
    }

    /// Whether the attempt that begins now is such a trial, which it then settles.
    public boolean takeClaim() {
        boolean isTrial = claimed != null;
        claimed = null;
        return isTrial;
    }

    /// The call is over: its answer is kept no longer, and no trial waits for it.
    void end() {
        giveBack();
        unclaim();
    }

    /// A trial that it does not make is another's.
    void unclaim() {
        if (claimed != null) {
            claimed.unclaimTrial();
            claimed = null;
        }
    }

    private void giveBack() {
        if (room != null) {
            room.giveBack();
        }
    }

    /// Says under which lease of this process the call is about to be admitted.
    public void under(LeaseGuard term) {
        lease = term;
    }

    /// Without it no byte of the call goes anywhere.
    public LeaseGuard lease() {
        return set(lease);
    }

    public boolean isAdmitted() {
        return admittedAt != null;
    }

    /// Its admission is on record, decided at this instant.
    public void admitted(Instant at) {
        admittedAt = at;
        admittedMicros = elapsedMicros();
    }

    /// When it was decided that it is admitted; its price is that of then.
    public Instant admittedAt() {
        return set(admittedAt);
    }

    public long admittedMicros() {
        return admittedMicros;
    }

    public void attempted(Attempted last) {
        attempted = last;
    }

    public Attempted attempted() {
        return set(attempted);
    }

    /// The last attempt; `null` before the first has ended.
    public @Nullable Attempted attemptedOrNull() {
        return attempted;
    }

    public void judgedCompletion(Judged judgement) {
        completion = judgement;
    }

    public Judged completion() {
        return set(completion);
    }

    /// What the heads of its answers tell.
    public AnswerHead head() {
        return head;
    }

    /// Microseconds since the request's last byte.
    public long elapsedMicros() {
        return (System.nanoTime() - request().receivedNanos()) / NANOS_PER_MICRO;
    }

    private static <T> T set(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("asked for before its stage");
        }
        return value;
    }
}
