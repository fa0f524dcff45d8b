package io.meshinfra.desired.manifest;

import io.meshinfra.desired.Rollout;
import io.meshinfra.desired.Share;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How intentional changes come to some nodes. */
@Doc(
    value =
        "How intentional changes come to the nodes that the selector matches: wave after wave."
            + " Nodes in no rollout get them at once. Drift is healed everywhere, always.",
    example =
        """
        apiVersion: mesh-infra/v1
        kind: Rollout
        metadata: {name: web}
        spec:
          selector: {role: web}
          waves:
            - {name: canary, selector: {canary: "true"}, pause: 10m}
            - {name: quarter, nodes: 25%}
          maxUnavailable: 10%
          maxFailures: 1
          checks:
            - service: nginx
            - http: {url: "http://127.0.0.1/health"}
          onFailure: undo
        """)
public record RolloutManifest(
    @Doc("Always mesh-infra/v1.") @NotNull ApiVersion apiVersion,
    @Doc("Always Rollout.") @NotNull String kind,
    @Doc("Name of the rollout.") @NotNull Meta metadata,
    @Doc("To whom, in which order, and how carefully.") @NotNull Spec spec) {

  /** Its name. */
  public record Meta(@Doc("Unique among rollouts.") @NotNull ManifestName name) {}

  /** To whom, in which order, and how carefully. */
  public record Spec(
      @Doc(
              "Labels of the nodes it is for, as in a profile; {} for every node. A node is in one"
                  + " rollout at most.")
          @NotNull
          Map<String, Match> selector,
      @Doc("The first nodes, in this order. All others come in a last wave.") @Size(max = 50)
          List<WaveItem> waves,
      @Doc(
              value = "How long a wave is watched once it is healthy, before the next one begins.",
              byDefault = "0s")
          Span pause,
      @Doc(
              value =
                  "How many nodes may be at work or unhealthy at a time: a number, or a part of all"
                      + " nodes of the rollout. At least 1 counts.",
              byDefault = "1")
          Share maxUnavailable,
      @Doc(
              value =
                  "How many nodes may fail before nobody begins any more: a number, or a part of all"
                      + " nodes of the rollout.",
              byDefault = "0")
          Share maxFailures,
      @Doc(
              value =
                  "How long a wave waits whose nodes are all away; then the next one begins, and"
                      + " they catch up when they are back.",
              byDefault = "1h")
          Span patience,
      @Doc("What must be so on a node after it took a change; the node has failed otherwise.")
          @Size(max = 20)
          List<CheckItem> checks,
      @Doc(
              value =
                  "What is done when too many nodes have failed. stop: nobody begins any more. undo:"
                      + " the nodes of the wave also go back to what they had.",
              byDefault = "stop")
          Rollout.OnFailure onFailure) {
    public Spec {
      selector = Collections.unmodifiableMap(new LinkedHashMap<>(selector));
      waves = List.copyOf(waves);
      checks = List.copyOf(checks);
      pause = pause == null ? new Span(Duration.ZERO) : pause;
      maxUnavailable = maxUnavailable == null ? Share.ONE : maxUnavailable;
      maxFailures = maxFailures == null ? Share.NONE : maxFailures;
      patience = patience == null ? new Span(Duration.ofHours(1)) : patience;
      onFailure = onFailure == null ? Rollout.OnFailure.STOP : onFailure;
      if (maxUnavailable.isNothing()) {
        throw new IllegalArgumentException(
            "maxUnavailable: with 0 no node could ever begin; write at least 1");
      }
    }
  }

  /** Some nodes that may take the change at the same time. */
  @Doc("Some nodes; exactly one of selector and nodes says which.")
  public record WaveItem(
      @Doc("What people call the wave, like canary.") @NotNull ManifestName name,
      @Doc("Labels of its nodes.") Optional<Map<String, Match>> selector,
      @Doc(
              "So many of those that are in no wave before it: a number, or a part of all nodes of the"
                  + " rollout. Who is present comes first, then by name.")
          Optional<Share> nodes,
      @Doc(value = "How long this wave is watched.", byDefault = "pause of the rollout")
          Span pause) {
    public WaveItem {
      if (selector.isPresent() == nodes.isPresent()) {
        throw new IllegalArgumentException(
            "each wave has exactly one of selector and nodes; the last wave, of all others, is not"
                + " written");
      }
      if (nodes.map(Share::isNothing).orElse(false)) {
        throw new IllegalArgumentException("nodes: a wave has at least 1 node");
      }
    }
  }

  public String name() {
    return metadata.name().value();
  }
}
