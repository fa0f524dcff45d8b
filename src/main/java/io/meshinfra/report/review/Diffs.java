package io.meshinfra.report.review;

import io.meshinfra.report.ChangeText;
import io.meshinfra.resource.Change;
import java.util.List;
import java.util.stream.Collectors;

/** The changes of one node as lines; the sign of each stands first, so that forges colour it. */
final class Diffs {
  private Diffs() {}

  static String of(NodePlan node) {
    return node.changes().stream().map(Diffs::of).collect(Collectors.joining("\n"));
  }

  private static String of(Told told) {
    StringBuilder out = new StringBuilder(headline(told)).append('\n');
    ChangeText.of(Discretion.applied(told.change()))
        .lines()
        .forEach(line -> out.append(isOfDiff(line) ? "" : "  ").append(line).append('\n'));
    return out.append(keptBack(told)).toString();
  }

  private static String keptBack(Told told) {
    boolean update = told.change().change() instanceof Change.Update;
    return update
            && told.change().change().touches("content")
            && Discretion.hides(told.change().resource())
        ? "  its text is not shown, since not everybody on the node may read it\n"
        : "";
  }

  private static String headline(Told told) {
    String sign = ChangeText.headline(told.change()).substring(0, 1);
    return "%s %s (%s)"
        .formatted(
            sign,
            told.id(),
            String.join(
                ", ",
                List.of(
                    told.cause().word() + (told.moved() ? " over a change by hand" : ""),
                    told.waits().map(why -> "waits").orElse(told.change().change().word()))));
  }

  /** Lines of a unified diff stay where they are; all others are told from them by a space. */
  private static boolean isOfDiff(String line) {
    return line.startsWith("+") || line.startsWith("-") || line.startsWith("@@");
  }
}
