package io.affidavit.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class QueryPropertiesTest {

    private static final Map<String, String> NEEDED =
            Map.of(
                    "affidavit.query.database.url", "jdbc:postgresql://127.0.0.1/affidavit",
                    "affidavit.query.database.password-file", "reader.password",
                    "affidavit.query.disclosure.url", "jdbc:postgresql://127.0.0.1/affidavit",
                    "affidavit.query.disclosure.password-file", "discloser.password",
                    "affidavit.query.operator-token-file", "operator.token");

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(QueryProperties.class)
    static class OnlyProperties {}

    @Test
    void pinsDefaults() {
        runner(Map.of())
                .run(context ->
                        assertThat(context.getBean(QueryProperties.class))
                                .isEqualTo(
                                        new QueryProperties(
                                                new QueryProperties.Database(
                                                        "jdbc:postgresql://127.0.0.1/affidavit",
                                                        "affidavit_reader",
                                                        Path.of("reader.password"),
                                                        4),
                                                Path.of("operator.token"),
                                                new QueryProperties.Export(
                                                        Path.of("data/keys"),
                                                        Path.of("data/exports"),
                                                        8,
                                                        Duration.ofMinutes(15),
                                                        new QueryProperties.Tsa(
                                                                null,
                                                                null,
                                                                null,
                                                                Duration.ofSeconds(10))),
                                                new QueryProperties.Disclosure(
                                                        "jdbc:postgresql://127.0.0.1/affidavit",
                                                        "affidavit_discloser",
                                                        Path.of("discloser.password"),
                                                        10_000,
                                                        DataSize.ofMegabytes(256)))));
    }

    @Test
    void refusesSettingsItDoesNotKnowOrThatAreOutOfRange() {
        for (Map.Entry<String, String> wrong :
                Map.of(
                                "affidavit.query.database.connections-max", "0",
                                "affidavit.query.database.pasword", "x",
                                "affidavit.query.export.prepared-max", "0",
                                "affidavit.query.export.lifetime", "2d",
                                "affidavit.query.export.tsa.url", "ftp://tsa.example",
                                "affidavit.query.export.tsa.username", "alone",
                                "affidavit.query.export.tsa.timeout", "2m",
                                "affidavit.query.disclosure.parts-max", "30001",
                                "affidavit.query.disclosure.bytes-max", "2GB")
                        .entrySet()) {
            runner(Map.of(wrong.getKey(), wrong.getValue()))
                    .run(context ->
                            assertThat(context)
                                    .as(wrong.getKey())
                                    .getFailure()
                                    .hasRootCauseInstanceOf(Exception.class)
                                    .cause()
                                    .isInstanceOf(BindException.class));
        }
    }

    private static ApplicationContextRunner runner(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(NEEDED);
        settings.putAll(more);
        return new ApplicationContextRunner()
                .withUserConfiguration(OnlyProperties.class)
                .withPropertyValues(
                        settings.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toArray(String[]::new));
    }
}
