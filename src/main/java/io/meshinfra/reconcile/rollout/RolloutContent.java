package io.meshinfra.reconcile.rollout;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Rollout;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.Resource;
import java.nio.charset.StandardCharsets;

/**
 * What a rollout brings, as a digest: the waves, and all that its nodes shall have. A revision that
 * changes something else goes on with the rollout of the one before; so do one that only makes it
 * more careful, or less.
 */
final class RolloutContent {
  private RolloutContent() {}

  static String of(Rollout rollout, Fleet fleet) {
    StringBuilder all = new StringBuilder();
    for (Rollout.Wave wave : rollout.waves()) {
      all.append(wave.name()).append(' ').append(wave.members()).append('\n');
    }
    for (NodeName name : rollout.nodes()) {
      fleet.node(name).ifPresent(node -> add(node, all));
    }
    return Content.digest(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void add(FleetNode node, StringBuilder all) {
    all.append(node.name()).append(' ').append(node.catalog().pruning()).append('\n');
    for (Resource<?> resource : node.catalog().resources()) {
      all.append(resource.id())
          .append(' ')
          .append(resource.fingerprint())
          .append(' ')
          .append(resource.terms().mode())
          .append('\n');
    }
  }
}
