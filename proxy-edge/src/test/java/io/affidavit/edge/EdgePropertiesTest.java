package io.affidavit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class EdgePropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration
    @EnableConfigurationProperties(EdgeProperties.class)
    static class Settings {}

    @Test
    void hasTheseDefaults() {
        runner.run(context ->
                assertThat(context.getBean(EdgeProperties.class))
                        .isEqualTo(
                                new EdgeProperties(
                                        "127.0.0.1",
                                        8080,
                                        0,
                                        10_000,
                                        2_000,
                                        DataSize.ofKilobytes(32),
                                        DataSize.ofMegabytes(16),
                                        DataSize.ofMegabytes(128),
                                        DataSize.ofMegabytes(32),
                                        DataSize.ofMegabytes(96),
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(75),
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(120),
                                        Duration.ofSeconds(60),
                                        Duration.ofMinutes(10),
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(60),
                                        false)));
    }

    @Test
    void takesEveryKey() {
        Map<String, String> all =
                Map.ofEntries(
                        Map.entry("bind", "127.0.0.2"),
                        Map.entry("port", "0"),
                        Map.entry("threads", "3"),
                        Map.entry("connections-max", "4"),
                        Map.entry("calls-max", "5"),
                        Map.entry("head-max", "6KB"),
                        Map.entry("body-max", "7KB"),
                        Map.entry("bodies-max", "8KB"),
                        Map.entry("answer-max", "9KB"),
                        Map.entry("answers-max", "10KB"),
                        Map.entry("receive-timeout", "10s"),
                        Map.entry("idle-timeout", "11s"),
                        Map.entry("send-timeout", "12s"),
                        Map.entry("connect-timeout", "13s"),
                        Map.entry("first-byte-timeout", "14s"),
                        Map.entry("upstream-idle-timeout", "15s"),
                        Map.entry("total-timeout", "16s"),
                        Map.entry("drain-timeout", "17s"),
                        Map.entry("conclude-timeout", "18s"),
                        Map.entry("stop-revoked-calls", "true"));
        assertThat(EdgeProperties.class.getRecordComponents()).hasSize(all.size());
        runner.withPropertyValues(
                        all.entrySet().stream()
                                .map(entry ->
                                        "affidavit.edge." + entry.getKey() + "=" + entry.getValue())
                                .toArray(String[]::new))
                .run(context -> {
                    EdgeProperties settings = context.getBean(EdgeProperties.class);
                    assertThat(settings.concludeTimeout()).hasSeconds(18);
                    assertThat(settings.stopRevokedCalls()).isTrue();
                    assertThat(settings.serverLimits().bodyBytes()).isEqualTo(7 * 1024);
                    assertThat(settings.upstreamTimeouts().total()).hasSeconds(16);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "port, 65536",
        "port, -1",
        "calls-max, 0",
        "bind, ''",
        "receive-timeout, 0s",
        "head-max, 0KB",
        "body-max, 3GB",
        "unknown, 1"
    })
    void refusesWhatIsOutOfRangeOrUnknown(String key, String value) {
        runner.withPropertyValues("affidavit.edge." + key + "=" + value)
                .run(context ->
                        assertThatThrownBy(() -> context.getBean(EdgeProperties.class))
                                .isInstanceOf(IllegalStateException.class));
    }
}
