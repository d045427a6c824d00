package io.affidavit.solo.house;

import java.util.Map;
import java.util.stream.Collectors;

/// Writes `docs/metrics.md` from a scrape.
final class MetricsPage {

    private static final String HEAD =
            """
            # Metrics

            Written from a scrape by a test; do not edit.

            `GET /actuator/prometheus` on the control port shows them in Prometheus' text format, `GET
            /actuator/health` says in JSON whether every part works (200, or 503 with reasons). Both take the
            operator token or the one in `scrape.token` of the data directory, which opens nothing else:

            ```yaml
            scrape_configs:
              - job_name: affidavit
                metrics_path: /actuator/prometheus
                authorization: { credentials_file: /path/to/data/scrape.token }
                static_configs: [{ targets: ["127.0.0.1:8090"] }]
            ```

            `docker/grafana/affidavit.json` is a dashboard over them. Labels take their values from closed lists; no
            organization, key, alias, deployment, provider, model, address or path is one. A series appears when it
            first counts, so absent means 0. Histograms add up over nodes; their `_max` is the highest of the last
            minutes. Calls, tokens, attempts, records and denials are counted when their fact is durable and agree with
            the log. Beside these there are the usual ones of a JVM (`jvm_*`, `process_*`, `system_*`).

            """;

    private MetricsPage() {}

    static String of(Scrape scrape) {
        return HEAD
                + "| metric | type | labels | meaning |\n| --- | --- | --- | --- |\n"
                + scrape.families().entrySet().stream()
                        .filter(family -> family.getKey().startsWith("affidavit_"))
                        .filter(family -> !family.getKey().endsWith("_max"))
                        .map(MetricsPage::row)
                        .collect(Collectors.joining());
    }

    private static String row(Map.Entry<String, Scrape.Family> family) {
        String labels =
                family.getValue().labels().stream()
                        .map(label -> "`" + label + "`")
                        .collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        family.getKey(),
                        family.getValue().type(),
                        labels.isEmpty() ? "–" : labels,
                        family.getValue().help());
    }
}
