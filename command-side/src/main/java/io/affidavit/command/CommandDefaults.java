package io.affidavit.command;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// What this room needs of the frameworks' settings unless somebody says otherwise: no router, no
/// usage statistics sent anywhere, no stack walks for timeouts, JSON on the buses, and migrations
/// never by a serving process.
public class CommandDefaults implements EnvironmentPostProcessor {

    private static final Map<String, Object> DEFAULTS =
            Map.of(
                    "axon.axonserver.enabled", "false",
                    "axon.axonserver.event-store.enabled", "false",
                    "axon.axonserver.suppress-download-message", "true",
                    "axon.serializer.general", "jackson3",
                    "axon.timeout.enabled", "false",
                    "axon.update-check.disabled", "true",
                    "spring.flyway.enabled", "false",
                    "spring.threads.virtual.enabled", "true");

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("command", DEFAULTS));
    }
}
