package io.meshinfra.report.review;

import io.meshinfra.network.NetworkChange;
import io.meshinfra.network.matrix.Access;
import io.meshinfra.network.matrix.MatrixDifference;
import io.meshinfra.report.markdown.Markdown;
import java.util.Comparator;
import java.util.List;

/** Who may reach whom otherwise than before: what is opened to outside first. */
final class NetworkTable {
  static final Markdown HEAD =
      Markdown.of(
          "**Network: who may reach whom**\n\n| to | from | opens | closes |\n|---|---|---|---|");

  private static final int MOST_NAMED = 5;

  private NetworkTable() {}

  static List<Markdown> rows(NetworkChange change) {
    return change.difference().changed().stream()
        .sorted(Comparator.comparing((MatrixDifference.Changed one) -> !one.opensToOutside()))
        .map(one ->
            Markdown.row(
                List.of(
                    names(one.to()),
                    names(one.from()),
                    access(one.opened()),
                    access(one.closed()))))
        .toList();
  }

  /** What no matrix shows. */
  static List<Markdown> notes(NetworkChange change) {
    return change.notes().stream().map(note -> Markdown.of("- {}", note)).toList();
  }

  private static Markdown names(List<?> names) {
    Markdown named = Markdown.codes(names.stream().limit(MOST_NAMED).toList());
    return names.size() > MOST_NAMED
        ? Markdown.of("{} and {} more", named, names.size() - MOST_NAMED)
        : named;
  }

  private static Markdown access(Access access) {
    return access.isNothing() ? Markdown.of("-") : Markdown.code(access);
  }
}
