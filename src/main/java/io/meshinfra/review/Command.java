package io.meshinfra.review;

import io.meshinfra.model.NodeName;
import java.util.Optional;

/** What somebody who may push can ask for by a comment. */
public sealed interface Command {

  /** {@code mesh plan}: look at the nodes again. */
  record Plan() implements Command {}

  /** {@code mesh approve [NODE]}: agree to the plan that is shown, of one node or of all. */
  record Approve(Optional<NodeName> node) implements Command {}

  /** {@code mesh apply NODE}: carry out now what was merged and approved. */
  record Apply(NodeName node) implements Command {}

  /** {@code mesh help}. */
  record Help() implements Command {}

  /** As it is written in a comment. */
  default String text() {
    return switch (this) {
      case Plan plan -> "mesh plan";
      case Approve approve -> "mesh approve" + approve.node().map(node -> " " + node).orElse("");
      case Apply apply -> "mesh apply " + apply.node();
      case Help help -> "mesh help";
    };
  }
}
