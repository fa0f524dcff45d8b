package io.meshinfra.rest.view;

import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.ChangeView;
import io.meshinfra.report.FindingView;
import io.meshinfra.report.PlanView;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a pass over a node would find and do now. */
@Schema(name = "Preview")
public record PreviewView(
    String node,
    String revision,
    String outcome,
    String reason,
    @Schema(description = "the node was looked at") boolean probed,
    @Schema(description = "the node does not answer") boolean away,
    @Schema(description = "a difference was found: a command line ends with 1") boolean differs,
    int steps,
    Optional<String> driftText,
    Optional<String> planText,
    List<ChangeView> drift,
    Optional<PlanView> plan,
    @Schema(description = "what policy found, the strictest first") List<FindingView> policy) {
  public PreviewView {
    policy = List.copyOf(policy);
    drift = List.copyOf(drift);
  }

  public static PreviewView of(Pass pass) {
    boolean probed = pass.found().isPresent();
    List<ChangeView> changes = pass.changes();
    Optional<PlanView> plan = pass.planView();
    return new PreviewView(
        pass.node().value(),
        pass.revision().id(),
        pass.word(),
        pass.detail(),
        probed,
        !probed && pass.word().equals("deferred"),
        !changes.isEmpty(),
        plan.map(p -> p.steps().size()).orElse(0),
        pass.driftText(),
        pass.planText(),
        changes,
        plan,
        pass.findings());
  }
}
