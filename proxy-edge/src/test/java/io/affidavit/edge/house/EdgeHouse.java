package io.affidavit.edge.house;

import io.affidavit.edge.call.AnswerBudget;
import io.affidavit.edge.call.CallDispatcher;
import io.affidavit.edge.call.CallPipeline;
import io.affidavit.edge.call.CallRecorder;
import io.affidavit.edge.call.CooldownRules;
import io.affidavit.edge.call.Denials;
import io.affidavit.edge.call.DeploymentHealth;
import io.affidavit.edge.call.Health;
import io.affidavit.edge.call.HealthRecorder;
import io.affidavit.edge.call.LocalAnswers;
import io.affidavit.edge.call.OwnAnswers;
import io.affidavit.edge.call.Refusals;
import io.affidavit.edge.call.stage.Admit;
import io.affidavit.edge.call.stage.Attempts;
import io.affidavit.edge.call.stage.Authenticate;
import io.affidavit.edge.call.stage.ChooseRoute;
import io.affidavit.edge.call.stage.Conclude;
import io.affidavit.edge.call.stage.Conclusions;
import io.affidavit.edge.call.stage.Forward;
import io.affidavit.edge.call.stage.Forward.Healths;
import io.affidavit.edge.call.stage.GuardCompletion;
import io.affidavit.edge.call.stage.GuardPrompt;
import io.affidavit.edge.call.stage.Patience;
import io.affidavit.edge.call.stage.Permit;
import io.affidavit.edge.call.stage.ReadRequest;
import io.affidavit.edge.call.stage.Rescue;
import io.affidavit.edge.catalog.TestCatalog;
import io.affidavit.edge.guard.Detector;
import io.affidavit.edge.guard.Guard;
import io.affidavit.edge.metrics.EdgeMeters;
import io.affidavit.edge.server.EdgeServer;
import io.affidavit.edge.server.ServerLimits;
import io.affidavit.edge.server.Transport;
import io.affidavit.edge.tls.ServerTls;
import io.affidavit.edge.upstream.AddressBook;
import io.affidavit.edge.upstream.Connector;
import io.affidavit.edge.upstream.Credential;
import io.affidavit.edge.upstream.OpenAiUpstream;
import io.affidavit.edge.upstream.SimulatorUpstream;
import io.affidavit.edge.upstream.UpstreamLimits;
import io.affidavit.edge.upstream.UpstreamTimeouts;
import io.affidavit.edge.upstream.Upstreams;
import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CoalesceRefusals;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CallQuery.FindCost;
import io.affidavit.schemas.call.Cost;
import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.routing.AddressRule;
import io.affidavit.schemas.routing.RoutingCommand.CoolDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RecoverDeployment;
import io.affidavit.schemas.value.NodeId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The whole edge on a real socket, with a journal in place of command-side and a catalogue that
/// the test sets.
public final class EdgeHouse implements AutoCloseable {

    /// Bounds small enough to be met in a test.
    public static final ServerLimits LIMITS =
            new ServerLimits(
                    200,
                    32 * 1024,
                    1024 * 1024,
                    64L * 1024 * 1024,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30));

    public static final UpstreamTimeouts TIMEOUTS =
            new UpstreamTimeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60));

    private static final NodeId NODE = new NodeId("0000000000000000");

    public final Journal journal =
            new Journal(
                    AdmitCall.class,
                    RefuseCall.class,
                    FailAttempt.class,
                    CompleteCall.class,
                    FailCall.class,
                    CoalesceRefusals.class,
                    RecordDenial.class,
                    CoolDeployment.class,
                    RecoverDeployment.class);
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EdgeMeters meters = new EdgeMeters(registry);
    public final TestCatalog catalog = new TestCatalog();

    /// What is on record of keys.
    public final KnownRecords own = new KnownRecords();

    /// By how many nanoseconds the clock that cooldowns go by is ahead.
    public final AtomicLong healthAhead = new AtomicLong();

    /// What calls will be booked with.
    public volatile Function<FindCost, @Nullable Cost> costs = _ -> Cost.UNKNOWN;

    public final AtomicBoolean lease = new AtomicBoolean(true);

    /// Counts leases: one more stands for a lease that lapsed and was taken again.
    public final AtomicInteger leases = new AtomicInteger();

    public final CallDispatcher calls;
    public final Denials denials;
    private final EdgeServer server;
    private boolean ended;

    private EdgeHouse(
            ServerLimits limits, int maxCalls, List<Detector> detectors, @Nullable ServerTls tls) {
        Clock clock = Clock.systemUTC();
        Transport transport = Transport.choose();
        CallRecorder recorder = new CallRecorder(journal.bus(), meters);
        Guard guard = new Guard(detectors);
        DeploymentHealth health =
                new DeploymentHealth(
                        CooldownRules.DEFAULT, () -> System.nanoTime() + healthAhead.get());
        HealthRecorder changes = new HealthRecorder(recorder, NODE, clock);
        LongSupplier draws = () -> ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        ChooseRoute router = new ChooseRoute(health, draws);
        Authenticate authenticate = new Authenticate(Pages.pepper(), clock);
        denials = new Denials(recorder, clock);
        CallPipeline pipeline =
                new CallPipeline(
                        List.of(
                                authenticate,
                                new Permit(),
                                new ReadRequest(),
                                new GuardPrompt(guard),
                                router,
                                new Admit(recorder, clock, leaseGuard()),
                                new Forward(
                                        attempts(transport),
                                        router,
                                        draws,
                                        recorder,
                                        new Healths(health, changes)),
                                new GuardCompletion(guard),
                                new Conclude(
                                        recorder,
                                        new Conclusions(clock),
                                        new Patience(recorder, Duration.ofSeconds(20)),
                                        query -> costs.apply(query))),
                        new Rescue(
                                new Conclusions(clock),
                                new Patience(recorder, Duration.ofSeconds(20))),
                        new Refusals(recorder, clock),
                        denials,
                        meters);
        calls =
                new CallDispatcher(
                        catalog,
                        pipeline,
                        new LocalAnswers(
                                authenticate,
                                new Permit(),
                                new ReadRequest(),
                                new OwnAnswers(own, clock),
                                pipeline),
                        new Health(() -> catalog.isCurrent() && lease.get()),
                        maxCalls);
        server =
                new EdgeServer(
                        transport,
                        transport.loops(1),
                        limits,
                        calls,
                        (path, fields) -> authenticate.isValid(catalog.current(), path, fields),
                        tls);
        denials.start();
        server.start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    private Attempts attempts(Transport transport) {
        AddressBook addresses = new AddressBook(new AddressRule(List.of("127.0.0.0/8")));
        return new Attempts(
                new Upstreams(
                        new OpenAiUpstream(
                                new Connector(addresses, transport.channels(), null),
                                UpstreamLimits.DEFAULT),
                        new SimulatorUpstream(Clock.systemUTC())),
                _ -> new Credential("provider-secret"),
                TIMEOUTS,
                new AnswerBudget(16 * 1024 * 1024, 20 * 1024 * 1024));
    }

    private LeaseGuard leaseGuard() {
        return leaseGuard(lease::get);
    }

    private LeaseGuard leaseGuard(BooleanSupplier lasts) {
        return new LeaseGuard() {
            @Override
            public NodeId node() {
                return NODE;
            }

            @Override
            public boolean mayForward() {
                return lasts.getAsBoolean();
            }

            @Override
            public LeaseGuard term() {
                int now = leases.get();
                return leaseGuard(() -> lasts.getAsBoolean() && leases.get() == now);
            }
        };
    }

    public static EdgeHouse open() {
        return new EdgeHouse(LIMITS, 100, List.of(), null);
    }

    public static EdgeHouse open(ServerLimits limits, int maxCalls, Detector... detectors) {
        return new EdgeHouse(limits, maxCalls, List.of(detectors), null);
    }

    /// On a port that speaks TLS.
    public static EdgeHouse open(ServerLimits limits, ServerTls tls) {
        return new EdgeHouse(limits, 100, List.of(), tls);
    }

    public int port() {
        return server.port();
    }

    /// As at the beginning of an orderly stop.
    public void drain() {
        calls.drain();
        server.drain();
    }

    /// As at the end of an orderly stop.
    public void end() {
        if (!ended) {
            ended = true;
            denials.close();
            server.close();
        }
    }

    @Override
    public void close() {
        end();
    }
}
