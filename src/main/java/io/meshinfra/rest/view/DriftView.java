package io.meshinfra.rest.view;

import io.meshinfra.journal.DriftRequest;
import io.meshinfra.reconcile.status.NodeDrift;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What drifts in the fleet, and how much of the fleet was looked at to say so. */
@Schema(name = "FleetDrift")
public record DriftView(
    @Schema(description = "how many nodes the fleet has") int nodes,
    @Schema(description = "how many of them were probed since the hub was started") int probed,
    @Schema(description = "the oldest of those probes") Optional<Instant> oldest,
    @Schema(description = "nodes on which something drifts, by name") List<OnNode> drift,
    @Schema(description = "how many resources are left out, beyond the limit") int more) {
  public DriftView {
    drift = List.copyOf(drift);
  }

  /** What drifts on one node. */
  @Schema(name = "NodeDrift")
  public record OnNode(
      String node,
      @Schema(description = "absent when not since the hub was started; then it is as known before")
          Optional<Instant> probedAt,
      List<Item> resources,
      @Schema(description = "the pull request about it") Optional<Request> request) {
    public OnNode {
      resources = List.copyOf(resources);
    }

    public static OnNode of(NodeDrift drift) {
      return new OnNode(
          drift.node().value(),
          drift.probedAt(),
          drift.items().stream().map(item -> Item.of(item, Optional.of(item.text()))).toList(),
          drift.request().map(Request::of));
    }

    /** Of some of its resources, without their texts. */
    static OnNode brief(NodeDrift drift, int most) {
      return new OnNode(
          drift.node().value(),
          drift.probedAt(),
          drift.items().stream().limit(most).map(item -> Item.of(item, Optional.empty())).toList(),
          drift.request().map(Request::of));
    }
  }

  /** One resource that is not as it shall be. */
  @Schema(name = "DriftingResource")
  public record Item(
      String resource,
      @Schema(
              enumeration = {
                "create",
                "update",
                "delete",
                "unverifiable",
                "unreachable",
                "leaks",
                "fails"
              })
          String change,
      @Schema(enumeration = {"intentional", "corrective"}) String origin,
      @Schema(description = "when a probe first saw it so, as far as that is written down")
          Optional<Instant> since,
      @Schema(description = "how it differs; only where one node is asked for")
          Optional<String> text) {
    static Item of(NodeDrift.Item item, Optional<String> text) {
      return new Item(item.resource(), item.change(), item.origin().word(), item.since(), text);
    }
  }

  /** The hub's own pull request about the drift of a node. */
  @Schema(name = "DriftRequest")
  public record Request(
      @Schema(description = "what the forge calls it") String pullRequest,
      @Schema(description = "where people read it") String page,
      @Schema(
              description = "adopted: it was merged; reverted: somebody closed it",
              enumeration = {"open", "adopted", "reverted"})
          String state,
      @Schema(description = "hash of the plan that puts the node back") String plan,
      Instant openedAt) {
    static Request of(DriftRequest request) {
      return new Request(
          request.pullRequest(),
          request.page(),
          request.stage().name().toLowerCase(Locale.ROOT),
          request.planHash(),
          request.openedAt());
    }
  }

  /**
   * Of all nodes.
   *
   * @param most resources to be told
   */
  public static DriftView of(List<NodeDrift> all, int most) {
    List<OnNode> drifting = new ArrayList<>();
    int told = 0;
    int resources = 0;
    for (NodeDrift node : all) {
      resources += node.items().size();
      if (!node.isEmpty() && told < most) {
        drifting.add(OnNode.brief(node, most - told));
        told += drifting.getLast().resources().size();
      }
    }
    return new DriftView(
        all.size(),
        (int) all.stream().filter(node -> node.probedAt().isPresent()).count(),
        all.stream().flatMap(node -> node.probedAt().stream()).min(Instant::compareTo),
        drifting,
        resources - told);
  }
}
