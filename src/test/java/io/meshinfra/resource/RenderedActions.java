package io.meshinfra.resource;

import io.meshinfra.model.Printable;
import java.util.List;
import java.util.Optional;

/** Actions as golden text: one header line for each, then its script or content. */
final class RenderedActions {
  private RenderedActions() {}

  static String of(List<Action> actions) {
    StringBuilder out = new StringBuilder();
    for (Action action : actions) {
      switch (action) {
        case Action.RunShell run -> shell(run, out);
        case Action.PutFile put -> put(put, out);
        case Action.PutSecret put -> {
          put(put.file(), out);
          out.append(put.text()).append('\n');
        }
        case Action.RunAnsible run -> ansible(run.playbook(), out);
      }
    }
    return out.toString();
  }

  private static void shell(Action.RunShell run, StringBuilder out) {
    out.append("--- shell");
    if (!run.replaces().isEmpty()) {
      out.append(" replaces ").append(String.join(", ", run.replaces()));
    }
    String text = Printable.block(run.script().text());
    out.append('\n').append(text).append(text.endsWith("\n") ? "" : "\n");
  }

  private static void put(Action.PutFile put, StringBuilder out) {
    out.append("--- put ").append(put.path());
    setting("owner", put.owner(), out);
    setting("group", put.group(), out);
    setting("mode", put.mode(), out);
    setting("validate", put.validate(), out);
    out.append('\n');
    append(put.content().text().orElse(put.content().toString()), out);
  }

  private static void ansible(PlaybookRun run, StringBuilder out) {
    out.append(
        "--- ansible playbook=%s role=%s tags=%s vars=%s inputs=%s%n"
            .formatted(run.playbook(), run.role(), run.tags(), run.vars(), run.inputs()));
  }

  private static void setting(String name, Optional<String> value, StringBuilder out) {
    value.ifPresent(v -> out.append(' ').append(name).append('=').append(v));
  }

  private static void append(String text, StringBuilder out) {
    out.append(Printable.block(text));
    if (!text.isEmpty() && !text.endsWith("\n")) {
      out.append("\n\\ no newline at the end\n");
    }
  }
}
