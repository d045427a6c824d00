package io.affidavit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CommandPropertiesTest {

    @Test
    void hasSafeDefaults() {
        CommandProperties defaults = bind(Map.of());

        assertThat(defaults)
                .isEqualTo(
                        new CommandProperties(
                                new CommandProperties.Database(
                                        "jdbc:postgresql://127.0.0.1:5432/affidavit",
                                        "affidavit_writer",
                                        null,
                                        6),
                                new CommandProperties.Vault(null, "affidavit_vault", null),
                                null,
                                null,
                                "affidavit.local",
                                4_096,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5)));
    }

    @Test
    void readsEveryKey() {
        CommandProperties read =
                bind(
                        Map.ofEntries(
                                Map.entry("database.url", "jdbc:postgresql://db/a"),
                                Map.entry("database.username", "w"),
                                Map.entry("database.password-file", "/w"),
                                Map.entry("database.connections-max", "9"),
                                Map.entry("vault.url", "jdbc:postgresql://db/v"),
                                Map.entry("vault.username", "v"),
                                Map.entry("vault.password-file", "/v"),
                                Map.entry("operator-token-file", "/t"),
                                Map.entry("scrape-token-file", "/s"),
                                Map.entry("log-name", "gw.acme.example"),
                                Map.entry("queue-max", "100"),
                                Map.entry("append-timeout", "2s"),
                                Map.entry("lease", "7s")));

        assertThat(read)
                .isEqualTo(
                        new CommandProperties(
                                new CommandProperties.Database(
                                        "jdbc:postgresql://db/a", "w", Path.of("/w"), 9),
                                new CommandProperties.Vault(
                                        "jdbc:postgresql://db/v", "v", Path.of("/v")),
                                Path.of("/t"),
                                Path.of("/s"),
                                "gw.acme.example",
                                100,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(7)));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> bind(Map.of("queue-maximum", "1")))
                .hasRootCauseInstanceOf(UnboundConfigurationPropertiesException.class);
    }

    private static CommandProperties bind(Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put("affidavit.command." + key, value));
        return new Binder(source)
                .bindOrCreate(
                        "affidavit.command",
                        Bindable.of(CommandProperties.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT, any -> true));
    }
}
