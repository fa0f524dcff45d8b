package io.meshinfra.resource.shell;

import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What the row of one check means. */
final class CheckResult {
  private static final String END = "\nmesh-exit ";
  private static final String LATE = "\nmesh-late";

  /** Codes from 126 on are the shell's: not executable, not found, ended by a signal. */
  private static final int FIRST_THAT_TELLS_NOTHING = 126;

  private CheckResult() {}

  /**
   * @param row exit code of the surroundings and output in base64, null when there is none
   */
  static Observation of(List<String> row, int timeout) {
    if (row == null) {
      return Observation.unknown("the node did not report the check");
    }
    try {
      String output = new String(Base64.getDecoder().decode(row.get(1)), StandardCharsets.UTF_8);
      boolean started = row.getFirst().equals("0");
      if (output.endsWith(LATE) || (started && output.isEmpty())) {
        return Observation.unknown("the check did not end within " + timeout + " seconds");
      }
      int end = output.lastIndexOf(END);
      return end < 0
          ? Observation.unknown("the check could not be started: " + output.strip())
          : ended(Integer.parseInt(output.substring(end + END.length())), lastLines(output, end));
    } catch (IllegalArgumentException e) {
      return Observation.unknown("the node reported something that is not a result of a check");
    }
  }

  private static Observation ended(int code, String detail) {
    if (code < 0 || code >= FIRST_THAT_TELLS_NOTHING) {
      return Observation.unknown(
          "the check ended with exit code %d, which tells nothing: %s".formatted(code, detail));
    }
    State state = State.EMPTY.with("check", "exit " + code);
    return Observation.present(detail.isEmpty() ? state : state.with("detail", detail));
  }

  /** The last three lines. */
  private static String lastLines(String output, int end) {
    List<String> lines = output.substring(0, end).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 3), lines.size())).strip();
  }
}
