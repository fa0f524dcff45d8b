package io.meshinfra.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.ChangeView;
import io.meshinfra.report.StepView;
import java.util.List;

/** A pass for programs, as the hub tells it over REST. */
public final class PassTree {
  private PassTree() {}

  /** What a look saw. */
  static ObjectNode look(Pass pass) {
    ObjectNode tree =
        Tree.mapper()
            .createObjectNode()
            .put("node", pass.node().value())
            .put("revision", pass.revision().id())
            .put("outcome", pass.word())
            .put("reason", pass.detail())
            .put("probed", pass.found().isPresent())
            .put("away", pass.found().isEmpty() && pass.ending() == Pass.Ending.AWAY)
            .put("differs", pass.differs())
            .put("steps", pass.steps());
    pass.driftText().ifPresent(text -> tree.put("driftText", text));
    pass.planText().ifPresent(text -> tree.put("planText", text));
    tree.set("drift", Tree.of(pass.changes()));
    tree.set("policy", Tree.of(pass.findings()));
    pass.planView().ifPresent(plan -> tree.set("plan", Tree.of(plan)));
    return tree;
  }

  /** What was done, and what came of it. */
  public static JsonNode done(Pass pass) {
    ObjectNode tree = look(pass);
    tree.set("results", Tree.of(pass.results().stream().map(StepView::of).toList()));
    tree.set("remaining", Tree.of(pass.remaining().map(ChangeView::all).orElse(List.of())));
    return tree;
  }
}
