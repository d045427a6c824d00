package io.affidavit.command.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.CommandContext;
import io.affidavit.command.web.AdminClient;
import io.affidavit.command.web.AdminClient.Answer;
import io.affidavit.command.web.RunningRoom;
import io.affidavit.schemas.value.HealthSource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

/// What monitors see, and what their token does not open.
@ExtendWith(RunningRoom.class)
class ActuatorTest {

    private static final String SCRAPE = "Bearer " + CommandContext.SCRAPE_TOKEN;

    private final AdminClient admin;

    ActuatorTest(AdminClient admin) {
        this.admin = admin;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/prometheus"})
    void opensToTheScrapeTokenAndToTheOperator(String path) {
        assertThat(get(path, SCRAPE).status()).isEqualTo(200);
        assertThat(admin.send("GET", path, "").status()).isEqualTo(200);
        assertThat(get(path, "Bearer wrong").status()).isEqualTo(401);
        assertThat(admin.bare("GET", path, "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /admin/organizations",
        "POST, /admin/keys",
        "DELETE, /admin/keys/abcdefghijkl",
        "PATCH, /admin/providers/p",
        "DELETE, /admin/routes/a"
    })
    void keepsEverythingElseFromTheScrapeToken(String method, String path) {
        Answer answer = admin.bare(method, path, "{}", "Authorization", SCRAPE);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.member("code")).isEqualTo("invalid_api_key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/",
                "/actuator/env",
                "/actuator/beans",
                "/actuator/metrics",
                "/actuator/loggers",
                "/actuator/heapdump",
                "/actuator/shutdown"
            })
    void showsNothingElse(String path) {
        assertThat(admin.send("GET", path, "").status()).isEqualTo(404);
    }

    @Test
    void refusesParametersItDoesNotKnow() {
        Answer answer = get("/actuator/prometheus?includedNames=a", SCRAPE);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.fields()).containsExactly("includedNames");
    }

    @Test
    void countsEachRecordOnceAndEachWait() {
        double records = value("affidavit_records_total{type=\"organization.registered\"}");
        double waits = value("affidavit_append_wait_seconds_count");
        admin.post("/admin/organizations", "{\"id\":\"metered\",\"name\":\"Metered\"}");
        assertThat(value("affidavit_records_total{type=\"organization.registered\"}"))
                .isEqualTo(records + 1);
        assertThat(value("affidavit_append_wait_seconds_count")).isGreaterThan(waits);
    }

    @Test
    void saysHowTheProcessIs() {
        Answer answer = get("/actuator/health", SCRAPE);
        assertThat(answer.member("status")).isEqualTo("UP");
        assertThat(answer.json().path("parts").path("evidence").path("status").stringValue())
                .isEqualTo("UP");
    }

    @Test
    void isDownAsSoonAsOnePartIs() {
        HealthSource ill =
                new HealthSource() {
                    @Override
                    public String part() {
                        return "projections";
                    }

                    @Override
                    public List<String> reasons() {
                        return List.of("calls stopped after position 7");
                    }
                };
        ResponseEntity<ActuatorController.Health> answer =
                new ActuatorController(
                                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), List.of(ill))
                        .health(new MockHttpServletRequest());
        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getBody()).isNotNull();
        assertThat(answer.getBody().status()).isEqualTo(ActuatorController.Status.DOWN);
        assertThat(answer.getBody().parts().get("projections").reasons())
                .containsExactly("calls stopped after position 7");
    }

    private Answer get(String path, String authorization) {
        return admin.bare("GET", path, "", "Authorization", authorization);
    }

    private double value(String series) {
        return get("/actuator/prometheus", SCRAPE)
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }
}
