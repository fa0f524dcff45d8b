package io.meshinfra.mcp;

import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.NotNow;
import io.meshinfra.reconcile.NothingInForce;
import io.meshinfra.reconcile.Previews;
import io.meshinfra.reconcile.UnknownNode;
import io.meshinfra.reconcile.agent.AgentRefusal;
import io.quarkiverse.mcp.server.ToolCallException;
import java.util.function.Supplier;

/** Turns what the hub refuses into answers that an assistant can read; bugs stay bugs. */
final class Answers {
  private Answers() {}

  static String to(Supplier<String> question) {
    try {
      return Told.of(question.get());
    } catch (UnknownNode
        | NotNow
        | NothingInForce
        | Previews.NoSuchRevision
        | Previews.InvalidRevision
        | AgentRefusal
        | JournalUnavailable
        | IllegalArgumentException e) {
      throw new ToolCallException(Printable.block(String.valueOf(e.getMessage())));
    }
  }

  static NodeName node(String name) {
    return NodeName.parse(name);
  }

  /** A number within bounds, or the default when none is given. */
  static int limit(Integer given, int most, int otherwise) {
    if (given == null) {
      return otherwise;
    }
    if (given < 1 || given > most) {
      throw new IllegalArgumentException("limit is a whole number from 1 to " + most);
    }
    return given;
  }
}
