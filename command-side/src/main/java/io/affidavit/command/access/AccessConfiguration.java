package io.affidavit.command.access;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.command.evidence.RareFacts;
import io.affidavit.command.vault.GatewaySecrets;
import io.affidavit.command.web.AdminCommands;
import java.time.Clock;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Who may call: organizations, teams, projects, virtual keys, and denials of both planes.
@Configuration(proxyBeanMethods = false)
@Import({
    OrganizationAggregate.class,
    VirtualKeyAggregate.class,
    AdminTokenAggregate.class,
    OrganizationController.class,
    ScopeController.class
})
public class AccessConfiguration {

    @Bean
    Stories stories(EventStore eventStore) {
        return new Stories(eventStore);
    }

    @Bean
    OrganizationDirectory organizationDirectory(Stories stories) {
        return new OrganizationDirectory(stories);
    }

    @Bean
    ScopeDirectory scopeDirectory(Stories stories, OrganizationDirectory organizations) {
        return new ScopeDirectory(stories, organizations);
    }

    @Bean
    RareFacts rareFacts(@Qualifier("evidenceDataSource") DataSource evidenceDataSource) {
        return new RareFacts(evidenceDataSource);
    }

    @Bean
    OrganizationNames organizationNames(RareFacts rareFacts) {
        return new OrganizationNames(rareFacts);
    }

    @Bean
    DenialHandler denialHandler(EventBus eventBus) {
        return new DenialHandler(eventBus);
    }

    @Bean
    KeyImportHandler keyImportHandler(
            Stories stories, OrganizationDirectory organizations, EventBus eventBus) {
        return new KeyImportHandler(stories, organizations, eventBus);
    }

    @Bean
    KeyController keyController(
            AdminCommands commands, GatewaySecrets secrets, KeyLimits limits, Clock clock) {
        return new KeyController(commands, new KeyMint(secrets), limits, clock);
    }

    @Bean
    AdminTokens adminTokens(Stories stories, GatewaySecrets secrets, Clock clock) {
        return new AdminTokens(stories, secrets.pepper(), clock);
    }

    @Bean
    AdminTokenController adminTokenController(
            AdminCommands commands, GatewaySecrets secrets, Clock clock) {
        return new AdminTokenController(commands, new KeyMint(secrets), clock);
    }

    @Bean
    KeyImportController keyImportController(AdminCommands commands, GatewaySecrets secrets) {
        return new KeyImportController(commands, new KeyMint(secrets));
    }
}
