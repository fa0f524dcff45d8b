package io.meshinfra.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.reconcile.Pass;
import io.meshinfra.report.PlanTree;
import java.util.Optional;

/** A pass for programs. */
final class PassTree {
  private PassTree() {}

  static JsonNode of(Pass pass) {
    ObjectNode tree =
        Tree.mapper()
            .createObjectNode()
            .put("node", pass.node().value())
            .put("revision", pass.revision().id())
            .put("probed", pass.found().isPresent())
            .put("differs", pass.differs())
            .put("outcome", pass.word())
            .put("reason", pass.detail());
    tree.set("drift", Tree.of(pass.found().map(PlanTree::of)));
    tree.set("plan", Tree.of(pass.plan().map(PlanTree::of)));
    tree.set("results", Tree.of(Optional.of(PlanTree.of(pass.results()))));
    tree.set("remaining", Tree.of(pass.remaining().map(PlanTree::of)));
    return tree;
  }
}
