package io.affidavit.edge;

import io.affidavit.edge.call.CallDispatcher;
import io.affidavit.edge.call.CallPipeline;
import io.affidavit.edge.call.CallRecorder;
import io.affidavit.edge.call.CooldownRules;
import io.affidavit.edge.call.Costs;
import io.affidavit.edge.call.Denials;
import io.affidavit.edge.call.DeploymentHealth;
import io.affidavit.edge.call.Doorkeeper;
import io.affidavit.edge.call.Health;
import io.affidavit.edge.call.HealthRecorder;
import io.affidavit.edge.call.LocalAnswers;
import io.affidavit.edge.call.OwnAnswers;
import io.affidavit.edge.call.OwnRecords;
import io.affidavit.edge.call.Refusals;
import io.affidavit.edge.call.Stage;
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
import io.affidavit.edge.catalog.CatalogPages;
import io.affidavit.edge.catalog.LogFollower;
import io.affidavit.edge.catalog.VisibilityHandler;
import io.affidavit.edge.guard.Detector;
import io.affidavit.edge.guard.Guard;
import io.affidavit.edge.metrics.CatalogueHealth;
import io.affidavit.edge.metrics.EdgeGauges;
import io.affidavit.edge.metrics.EdgeMeters;
import io.affidavit.edge.server.EdgeServer;
import io.affidavit.edge.server.Transport;
import io.affidavit.edge.tls.CertificateKeeper;
import io.affidavit.edge.tls.ServerTls;
import io.affidavit.edge.upstream.Connector;
import io.affidavit.edge.upstream.CredentialSource;
import io.affidavit.edge.upstream.Upstream;
import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.evidence.LogGuard;
import io.affidavit.schemas.value.HealthSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// The edge's beans: catalogue, pipeline, data port.
@AutoConfiguration
@EnableConfigurationProperties({EdgeProperties.class, UpstreamProperties.class})
@Import({UpstreamConfiguration.class, TlsConfiguration.class})
public class EdgeAutoConfiguration {

    private final Clock clock = Clock.systemUTC();

    @Bean(destroyMethod = "close")
    LogFollower catalogueFollower(
            QueryGateway queries, StreamableMessageSource<TrackedEventMessage<?>> log) {
        return new LogFollower(CatalogPages.over(queries), log);
    }

    @Bean
    VisibilityHandler edgeVisibilityHandler(LogFollower follower) {
        return new VisibilityHandler(follower);
    }

    @Bean
    Transport edgeTransport() {
        return Transport.choose();
    }

    @Bean(destroyMethod = "")
    EventLoopGroup edgeLoops(Transport transport, EdgeProperties settings) {
        int threads = settings.threads();
        return transport.loops(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    }

    @Bean
    EdgeMeters edgeMeters(ObjectProvider<MeterRegistry> registry) {
        return new EdgeMeters(registry.getIfAvailable(SimpleMeterRegistry::new));
    }

    @Bean
    HealthSource catalogueHealth(LogFollower follower) {
        return new CatalogueHealth(follower);
    }

    @Bean
    CallRecorder callRecorder(CommandBus commands, EdgeMeters meters) {
        return new CallRecorder(commands, meters);
    }

    @Bean(destroyMethod = "")
    Denials denials(CallRecorder recorder) {
        return new Denials(recorder, clock);
    }

    @Bean
    Authenticate authenticate(EdgeKeys keys) {
        return new Authenticate(keys.pepper(), clock);
    }

    @Bean
    Doorkeeper doorkeeper(LogFollower follower, Authenticate authenticate) {
        return (path, fields) -> authenticate.isValid(follower.current(), path, fields);
    }

    @Bean
    Attempts attempts(Upstream upstream, CredentialSource credentials, EdgeProperties settings) {
        return new Attempts(
                upstream, credentials, settings.upstreamTimeouts(), settings.answerBudget());
    }

    @Bean
    CallPipeline callPipeline(
            Authenticate authenticate,
            Attempts attempts,
            CallRecorder recorder,
            EdgeMeters meters,
            Denials denials,
            LeaseGuard lease,
            QueryGateway queries,
            EdgeProperties settings,
            List<Detector> detectors) {
        Guard guard = new Guard(detectors);
        DeploymentHealth health = new DeploymentHealth(CooldownRules.DEFAULT, System::nanoTime);
        HealthRecorder changes = new HealthRecorder(recorder, lease.node(), clock);
        LongSupplier draws = () -> ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        ChooseRoute router = new ChooseRoute(health, draws);
        Patience patience = new Patience(recorder, settings.concludeTimeout());
        Conclusions conclusions = new Conclusions(clock);
        List<Stage> stages =
                List.of(
                        authenticate,
                        new Permit(),
                        new ReadRequest(),
                        new GuardPrompt(guard),
                        router,
                        new Admit(recorder, clock, lease),
                        new Forward(
                                attempts, router, draws, recorder, new Healths(health, changes)),
                        new GuardCompletion(guard),
                        new Conclude(recorder, conclusions, patience, Costs.over(queries)));
        Stage rescue = new Rescue(conclusions, patience);
        return new CallPipeline(stages, rescue, new Refusals(recorder, clock), denials, meters);
    }

    @Bean
    CallDispatcher callDispatcher(
            LogFollower follower,
            CallPipeline calls,
            Authenticate authenticate,
            LeaseGuard lease,
            QueryGateway queries,
            ObjectProvider<LogGuard> log,
            EdgeProperties settings) {
        LogGuard guard = log.getIfAvailable(() -> LogGuard.NONE);
        Health health =
                new Health(
                        () -> follower.isCurrent() && lease.mayForward() && guard.broken() == null);
        OwnAnswers own = new OwnAnswers(OwnRecords.over(queries), clock);
        LocalAnswers local =
                new LocalAnswers(authenticate, new Permit(), new ReadRequest(), own, calls);
        CallDispatcher dispatcher =
                new CallDispatcher(follower, calls, local, health, settings.callsMax());
        if (settings.stopRevokedCalls()) {
            follower.onChange(dispatcher::stopCallsOfLostKeys);
        }
        return dispatcher;
    }

    @Bean(destroyMethod = "") // EdgeLifecycle closes it, before the loops it needs end
    EdgeServer edgeServer(
            Transport transport,
            EventLoopGroup edgeLoops,
            EdgeProperties settings,
            CallDispatcher calls,
            Doorkeeper doorkeeper,
            ObjectProvider<ServerTls> tls) {
        return new EdgeServer(
                transport,
                edgeLoops,
                settings.serverLimits(),
                calls,
                doorkeeper,
                tls.getIfAvailable());
    }

    @Bean
    EdgeGauges edgeGauges(
            ObjectProvider<MeterRegistry> registry,
            CallDispatcher calls,
            EventLoopGroup edgeLoops,
            EdgeServer server,
            Connector connector) {
        MeterRegistry meters = registry.getIfAvailable(SimpleMeterRegistry::new);
        return new EdgeGauges(meters, calls, edgeLoops)
                .connections(meters, "client", server::connections)
                .connections(meters, "provider", connector::connections);
    }

    @Bean
    EdgeLifecycle edgeLifecycle(
            EdgeServer server,
            CallDispatcher calls,
            LogFollower follower,
            Denials denials,
            EdgeProperties settings) {
        return new EdgeLifecycle(server, calls, follower, denials, settings);
    }

    @Bean
    CertificateLifecycle certificateLifecycle(
            ObjectProvider<CertificateKeeper> keeper, TlsProperties tls, EdgeProperties edge) {
        return new CertificateLifecycle(keeper.getIfAvailable(), tls, edge);
    }
}
