package io.affidavit.command.metrics;

import io.affidavit.command.web.Answers;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.value.HealthSource;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /actuator/health` and `/actuator/prometheus`, for monitors. Nothing else is below
/// `/actuator`.
@RestController
class ActuatorController {

    private static final MediaType PROMETHEUS =
            MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

    private final PrometheusMeterRegistry registry;
    private final List<HealthSource> sources;

    ActuatorController(PrometheusMeterRegistry registry, List<HealthSource> sources) {
        this.registry = registry;
        this.sources = List.copyOf(sources);
    }

    /// Whether the process works.
    enum Status {
        UP,
        DOWN
    }

    /// How the process is.
    ///
    /// @param status `DOWN` as soon as one part is
    /// @param parts its parts by name
    record Health(Status status, Map<String, PartHealth> parts) {}

    /// How one part is.
    ///
    /// @param reasons what keeps it from working
    record PartHealth(Status status, List<String> reasons) {

        private static PartHealth of(HealthSource source) {
            List<String> reasons = source.reasons();
            return new PartHealth(reasons.isEmpty() ? Status.UP : Status.DOWN, reasons);
        }
    }

    @GetMapping("/actuator/health")
    @Answers({200, 503})
    @RequiresPermission(Permission.METRICS_READ)
    ResponseEntity<Health> health(HttpServletRequest request) {
        Refusals.requireNoParameter(request);
        Map<String, PartHealth> parts = new TreeMap<>();
        sources.forEach(source -> parts.put(source.part(), PartHealth.of(source)));
        boolean up = parts.values().stream().allMatch(part -> part.status() == Status.UP);
        return ResponseEntity.status(up ? 200 : 503)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Health(up ? Status.UP : Status.DOWN, parts));
    }

    @GetMapping("/actuator/prometheus")
    @RequiresPermission(Permission.METRICS_READ)
    ResponseEntity<String> metrics(HttpServletRequest request) {
        Refusals.requireNoParameter(request);
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .contentType(PROMETHEUS)
                .body(registry.scrape());
    }
}
