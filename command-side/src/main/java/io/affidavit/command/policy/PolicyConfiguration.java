package io.affidavit.command.policy;

import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// What calls are judged by.
@Configuration(proxyBeanMethods = false)
@Import(PolicyAggregate.class)
public class PolicyConfiguration {

    /// Runs first: whatever else happens at start may already call.
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ShippedFacts shippedFacts(CommandGateway commandGateway) {
        return new ShippedFacts(commandGateway);
    }
}
