package io.meshinfra.rest.view;

import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.Revert;
import io.meshinfra.reconcile.RevertPreview;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.PlanView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What putting back what was changed by hand on a node would do now. */
@Schema(name = "RevertPreview")
public record RevertView(
    String node,
    String revision,
    @Schema(description = "the node was looked at") boolean probed,
    @Schema(description = "the node does not answer") boolean away,
    @Schema(description = "why it was not seen; empty when it was") String reason,
    @Schema(description = "hash of the plan; absent when there is nothing to put back")
        Optional<String> hash,
    @Schema(description = "resources that are put back") List<String> resources,
    @Schema(description = "resources that differ and stay as they are") List<String> left,
    Optional<PlanView> plan,
    Optional<String> planText) {
  public RevertView {
    resources = List.copyOf(resources);
    left = List.copyOf(left);
  }

  public static RevertView of(RevertPreview preview) {
    Pass pass = preview.pass();
    boolean probed = pass.found().isPresent();
    return new RevertView(
        pass.node().value(),
        pass.revision().id(),
        probed,
        !probed && pass.ending() == Pass.Ending.AWAY,
        probed ? "" : pass.detail(),
        preview.hash(),
        preview.revert().map(Revert::resources).map(RevertView::names).orElse(List.of()),
        preview.revert().map(Revert::left).map(RevertView::names).orElse(List.of()),
        preview.planView(),
        preview.planText());
  }

  private static List<String> names(Set<ResourceId> resources) {
    return resources.stream().map(ResourceId::toString).toList();
  }
}
