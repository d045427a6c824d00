package io.affidavit.edge;

import io.affidavit.edge.server.Transport;
import io.affidavit.edge.upstream.AddressBook;
import io.affidavit.edge.upstream.BusCredentials;
import io.affidavit.edge.upstream.Connector;
import io.affidavit.edge.upstream.CredentialSource;
import io.affidavit.edge.upstream.OpenAiUpstream;
import io.affidavit.edge.upstream.SimulatorUpstream;
import io.affidavit.edge.upstream.Upstream;
import io.affidavit.edge.upstream.UpstreamLimits;
import io.affidavit.edge.upstream.Upstreams;
import io.affidavit.schemas.routing.AddressRule;
import io.affidavit.schemas.routing.CredentialTransit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The way to providers and the secrets it needs.
@Configuration(proxyBeanMethods = false)
class UpstreamConfiguration {

    @Bean
    EdgeKeys edgeKeys(@Value("${affidavit.keys.directory:keys}") Path directory)
            throws IOException {
        return EdgeKeys.read(directory);
    }

    @Bean
    CredentialSource credentialSource(QueryGateway queries, EdgeKeys keys) {
        return new BusCredentials(queries, new CredentialTransit(keys.pepper()));
    }

    @Bean
    Connector connector(Transport transport, UpstreamProperties properties) {
        AddressBook addresses = new AddressBook(new AddressRule(properties.allowedAddresses()));
        return new Connector(addresses, transport.channels(), properties.egress());
    }

    @Bean
    Upstream upstream(Connector connector) {
        return new Upstreams(
                new OpenAiUpstream(connector, UpstreamLimits.DEFAULT),
                new SimulatorUpstream(Clock.systemUTC()));
    }
}
