package io.affidavit.command.web;

import io.affidavit.command.vault.CredentialVault;
import io.affidavit.command.vault.GatewaySecrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.catalina.Host;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// What all admin routes need: judge, reader, answerer, and problems in one form.
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, UnmappedAdvice.class})
public class WebConfiguration {

    private static final long MAX_DENIAL_MILLIS = 10_000;

    @Bean
    @ConditionalOnMissingBean
    GatewaySecrets gatewaySecrets(Environment environment) {
        return GatewaySecrets.read(path(environment, "affidavit.keys.directory", "data/keys"));
    }

    @Bean
    CredentialVault credentialVault(
            @Qualifier("vaultDataSource") DataSource vaultDataSource, GatewaySecrets secrets) {
        return new CredentialVault(vaultDataSource, secrets);
    }

    @Bean
    IdempotencyKeys idempotencyKeys(GatewaySecrets secrets) {
        return new IdempotencyKeys(secrets.pepper());
    }

    @Bean
    BodyDescriber bodyDescriber(IdempotencyKeys keys) {
        return new BodyDescriber(keys);
    }

    @Bean
    AdminCommands adminCommands(
            CommandGateway commandGateway, QueryGateway queryGateway, EventStore eventStore) {
        return new AdminCommands(commandGateway, queryGateway, eventStore);
    }

    @Bean
    DenialRecorder commandDenials(CommandGateway commandGateway, Clock clock) {
        return new DenialRecorder(
                (denial, actor) ->
                        commandGateway.sendAndWait(
                                GenericCommandMessage.asCommandMessage(denial)
                                        .andMetaData(actor.metaData()),
                                MAX_DENIAL_MILLIS,
                                TimeUnit.MILLISECONDS),
                () -> IdentifierFactory.getInstance().generateIdentifier(),
                clock);
    }

    @Bean
    WebMvcConfigurer commandWebMvc(
            Environment environment,
            Administrators administrators,
            DenialRecorder commandDenials,
            IdempotencyKeys keys) {
        OperatorToken operator =
                OperatorToken.read(
                        path(
                                environment,
                                "affidavit.command.operator-token-file",
                                "data/operator.token"));
        String scrapeFile = environment.getProperty("affidavit.command.scrape-token-file");
        @Nullable OperatorToken scrape =
                scrapeFile == null ? null : OperatorToken.read(Path.of(scrapeFile));
        return new WebMvcConfigurer() {

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(
                        new PermissionInterceptor(
                                operator, scrape, administrators, commandDenials));
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new AdminRequestResolver(keys));
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> commandProblemValve() {
        return factory -> {
            // An alias may hold slashes; escaped ones reach their route instead of an error.
            factory.addConnectorCustomizers(connector ->
                    connector.setEncodedSolidusHandling(
                            EncodedSolidusHandling.PASS_THROUGH.getValue()));
            factory.addContextCustomizers(context -> {
                Host host = (Host) context.getParent();
                if (host instanceof StandardHost standard) {
                    standard.setErrorReportValveClass(ProblemValve.class.getName());
                }
            });
        };
    }

    private static Path path(Environment environment, String setting, String other) {
        return Path.of(environment.getProperty(setting, other));
    }
}
