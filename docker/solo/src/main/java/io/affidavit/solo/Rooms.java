package io.affidavit.solo;

import static java.util.Objects.requireNonNull;

import io.affidavit.command.evidence.WrongKeys;
import io.affidavit.edge.EdgeProperties;
import io.affidavit.edge.server.EdgeServer;
import io.affidavit.edge.tls.CertificateKeeper;
import io.affidavit.edge.tls.TlsException;
import io.affidavit.projections.Processors;
import io.affidavit.solo.data.StartRefused;
import io.affidavit.solo.settings.SettingsFailure;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// The four servers in their context.
final class Rooms implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Rooms(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// @param fixed what this process decides itself; nothing overrides it
    /// @param file the operator's settings; environment variables override them
    /// @throws StartRefused when a setting is wrong or a port is taken
    static Rooms open(Map<String, Object> fixed, Properties file) {
        SpringApplication application = new SpringApplication(SoloConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false); // Solo stops the parts in its own order
        application.addInitializers(context -> {
            ConfigurableEnvironment environment = context.getEnvironment();
            environment.getPropertySources().addFirst(new MapPropertySource("roof", fixed));
            environment
                    .getPropertySources()
                    .addAfter(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            new PropertiesPropertySource("affidavit.properties", file));
        });
        try {
            return new Rooms(application.run());
        } catch (RuntimeException e) {
            throw SettingsFailure.in(e)
                    .or(() -> portInUse(e))
                    .or(() -> SettingsFailure.cause(e, StartRefused.class))
                    .or(() -> certificate(e))
                    .or(() -> unbound(e))
                    .or(() -> wrongKeys(e))
                    .<RuntimeException>map(r -> r)
                    .orElse(e);
        }
    }

    private static Optional<StartRefused> portInUse(RuntimeException failure) {
        return SettingsFailure.cause(failure, PortInUseException.class)
                .map(taken -> "port " + taken.getPort() + ": in use by another process")
                .map(message -> new StartRefused(message, failure));
    }

    private static Optional<StartRefused> certificate(RuntimeException failure) {
        return SettingsFailure.cause(failure, TlsException.class)
                .map(wrong -> new StartRefused(String.valueOf(wrong.getMessage()), failure));
    }

    private static Optional<StartRefused> unbound(RuntimeException failure) {
        return SettingsFailure.cause(failure, BindException.class)
                .map(wrong -> new StartRefused("a port cannot be opened: " + wrong.getMessage()));
    }

    private static Optional<StartRefused> wrongKeys(RuntimeException failure) {
        return SettingsFailure.cause(failure, WrongKeys.class)
                .map(wrong -> new StartRefused(String.valueOf(wrong.getMessage()), failure));
    }

    CommandGateway commands() {
        return context.getBean(CommandGateway.class);
    }

    /// Follows how the read tables are written again.
    Rebuild rebuild() {
        return new Rebuild(context.getBean(Processors.class), context.getBean(EventStore.class));
    }

    /// The keeper of the ports' certificate; `null` where they speak plain HTTP.
    @Nullable CertificateKeeper certificates() {
        return context.getBeanProvider(CertificateKeeper.class).getIfAvailable();
    }

    /// How applications reach the data port.
    ///
    /// @param certificate file in which the ports' certificates stand
    Reach data(Path certificate) {
        return reach(
                context.getBean(EdgeProperties.class).bind(),
                context.getBean(EdgeServer.class).port(),
                certificate);
    }

    /// How operators reach the control port.
    Reach control(Path certificate) {
        WebServer server = requireNonNull(((WebServerApplicationContext) context).getWebServer());
        return reach(context.getBean(SoloProperties.class).bind(), server.getPort(), certificate);
    }

    private Reach reach(String bind, int port, Path certificate) {
        CertificateKeeper keeper = certificates();
        return Reach.of(bind, port, keeper == null ? null : keeper.identity(), certificate);
    }

    /// Drains and ends the servers, the edge first.
    @Override
    public void close() {
        context.close();
    }
}
