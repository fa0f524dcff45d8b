package io.meshinfra.cli.hub;

import static io.meshinfra.cli.hub.HubTables.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.model.Printable;

/** Answers of the hub with more than a line for each thing. */
final class HubTexts {
  /** What neither the end of a token nor that of a session takes back. */
  static final String STILL_GOOD =
      "certificates that it got stay good until their end; mesh login list shows them, mesh login"
          + " revoke ends them";

  private HubTexts() {}

  /** One run with its plan and what its steps printed. */
  static String run(JsonNode run) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s on %s: %s%n"
            .formatted(text(run, "id"), text(run, "node"), text(run, "outcome"))
            .replace(System.lineSeparator(), "\n"));
    line(out, text(run, "detail"));
    line(out, text(run, "planText"));
    for (JsonNode step : run.path("steps")) {
      line(
          out,
          "step %s %s: %s, exit code %s"
              .formatted(
                  text(step, "number"),
                  text(step, "title"),
                  text(step, "status"),
                  text(step, "exitCode")));
      line(out, text(step, "output").indent(2));
    }
    return printable(out.toString()) + "\n";
  }

  private static void line(StringBuilder out, String text) {
    if (!text.isBlank()) {
      out.append(text.stripTrailing()).append('\n');
    }
  }

  static String printable(String hostile) {
    return Printable.block(hostile).stripTrailing();
  }
}
