package io.meshinfra.probe.flow;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs that can tell whether a port is reached, and how what they say is read. Each is asked in
 * English, without names being looked up, and gives up by itself.
 */
enum FlowTool {
  BASH,
  PYTHON,
  NC,
  CURL,
  SSH;

  static Optional<FlowTool> parse(String word) {
    return Stream.of(values()).filter(tool -> tool.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param exit 124, 137 and 143 are of {@code timeout}
   * @param said what it wrote, on one line
   */
  Met met(FlowTry.Protocol protocol, int exit, String said) {
    String text = said.toLowerCase(Locale.ROOT);
    if (text.contains("connection refused")) {
      return Met.CLOSED;
    }
    if (text.contains("network is unreachable")) {
      return Met.NO_ROUTE;
    }
    if (text.contains("no route to host")
        || text.contains("host is unreachable")
        || text.contains("permission denied")
        || text.contains("operation not permitted")) {
      return Met.REJECTED;
    }
    return switch (protocol) {
      case UDP -> exit == 0 ? Met.SILENT : Met.UNTRIED;
      case TCP -> tcp(exit, text);
    };
  }

  private Met tcp(int exit, String text) {
    return switch (this) {
      case BASH, PYTHON -> exit == 0 ? Met.OPEN : late(exit, text);
      case NC ->
          exit == 0 || text.contains("succeeded!") || text.endsWith(" open")
              ? Met.OPEN
              : late(exit, text);
      case CURL ->
          exit == 0 || text.contains("connected to ") || text.contains("established connection to ")
              ? Met.OPEN
              : late(exit, text);
      // It never logs in; whatever comes after the connection tells that there was one.
      case SSH ->
          Stream.of(
                      "banner exchange",
                      "host key verification failed",
                      "kex_exchange",
                      "connection closed",
                      "connection reset",
                      "no matching",
                      "bad packet")
                  .anyMatch(text::contains)
              ? Met.OPEN
              : late(exit, text);
    };
  }

  private static Met late(int exit, String text) {
    boolean cut = exit == 124 || exit == 137 || exit == 143;
    return cut || text.contains("timed out") || text.contains("timeout") ? Met.SILENT : Met.UNTRIED;
  }
}
