package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.model.Printable;

/** What the hub tells of passes that it was asked for. */
public final class Passes {
  private Passes() {}

  /** One line for each pass, and why when it did not go well. */
  public static String text(JsonNode answer) {
    StringBuilder out = new StringBuilder();
    for (JsonNode pass : answer.path("passes")) {
      String outcome = pass.path("done").asBoolean() ? HubTables.text(pass, "outcome") : "under way";
      out.append(HubTables.text(pass, "node")).append(": ").append(outcome).append('\n');
      String detail = HubTables.text(pass, "detail").strip();
      if (!detail.isEmpty()) {
        out.append("  ").append(detail.replace("\n", "\n  ")).append('\n');
      }
    }
    return Printable.block(out.toString());
  }

  /** Whether all of them ended well: 0; drift left that was not to be changed: 1; else 2. */
  public static int code(JsonNode answer) {
    int code = ExitCode.FINE;
    for (JsonNode pass : answer.path("passes")) {
      code = Math.max(code, one(pass));
    }
    return code;
  }

  private static int one(JsonNode pass) {
    if (!pass.path("done").asBoolean()) {
      return ExitCode.ERROR;
    }
    return switch (HubTables.text(pass, "outcome")) {
      case "converged", "in sync" -> ExitCode.FINE;
      case "still drifting", "skipped" -> ExitCode.DIFFERENCES;
      default -> ExitCode.ERROR;
    };
  }
}
