package io.meshinfra.cli.docs;

import io.meshinfra.report.Metric;

/** The page of what the hub measures. */
final class MetricsPage {
  private MetricsPage() {}

  static String text() {
    StringBuilder out = new StringBuilder();
    out.append("<!-- Made by `make docs` from the program; changes here are lost. -->\n");
    out.append("# Metrics of the hub\n\n");
    out.append("Prometheus reads them at `/q/metrics`, with the hub's token.\n\n");
    out.append("| metric | type | labels | meaning |\n|---|---|---|---|\n");
    for (Metric metric : Metric.values()) {
      out.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  metric.id(), metric.type(), String.join(", ", metric.labels()), metric.help()));
    }
    return out.toString();
  }
}
