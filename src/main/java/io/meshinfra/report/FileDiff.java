package io.meshinfra.report;

import io.meshinfra.model.Content;
import io.meshinfra.model.Printable;
import java.util.List;

/** How a file of the repository changes, as {@code git diff} shows it; safe to print. */
public final class FileDiff {
  private FileDiff() {}

  public static String of(String path, Content before, Content after) {
    if (before.text().isEmpty() || after.text().isEmpty()) {
      return "%s: %s -> %s%n"
          .formatted(Printable.line(path), before.asValue().shown(), after.asValue().shown());
    }
    List<String> lines =
        UnifiedDiff.of(
            "a/" + Printable.line(path),
            before.text().get(),
            "b/" + Printable.line(path),
            after.text().get());
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
