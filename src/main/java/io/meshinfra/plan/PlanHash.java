package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.Action;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Digest over what a plan does: equal drift at an equal spec gives an equal hash. */
final class PlanHash {
  private PlanHash() {}

  /** Sixteen hexadecimal digits: enough to tell plans apart, short enough to read out. */
  static String of(NodeName node, List<Step> steps) {
    StringBuilder out = new StringBuilder(node.value());
    for (Step step : steps) {
      field(out, step.number() + " " + step.needs() + " " + step.makesDue());
      for (ResourceChange change : step.changes()) {
        field(out, change.id().toString());
        field(out, change.change().toString());
      }
      step.actions().forEach(action -> field(out, text(action)));
    }
    return Content.digest(out.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  private static String text(Action action) {
    return switch (action) {
      case Action.RunShell run -> run.script().text() + run.replaces();
      case Action.PutFile put -> put.content().sha256() + put;
      case Action.PutSecret put -> secret(put);
      case Action.RunAnsible run -> run.toString();
    };
  }

  /** The names and the keyed hash of the secrets, and all that is not secret. */
  private static String secret(Action.PutSecret put) {
    return put.text().marked() + put.stamp() + put.file();
  }

  /** With its length in front, so that no two different lists of fields look alike. */
  private static void field(StringBuilder out, String text) {
    out.append('\n').append(text.length()).append(':').append(text);
  }
}
