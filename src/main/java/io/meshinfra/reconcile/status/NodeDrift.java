package io.meshinfra.reconcile.status;

import io.meshinfra.journal.DriftRequest;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What drifts on one node.
 *
 * @param probedAt by the last probe since the hub was started; absent when there was none yet, and
 *     then what drifts is what the hub knew before
 * @param request the pull request about it, unless the drift that it was about is gone
 */
public record NodeDrift(
    NodeName node, Optional<Instant> probedAt, List<Item> items, Optional<DriftRequest> request) {
  public NodeDrift {
    items = List.copyOf(items);
  }

  /**
   * One resource that is not as it shall be.
   *
   * @param change create, update, delete or unverifiable; unreachable of an access path, leaks or
   *     fails of a flow
   * @param since when a probe first saw it so; absent while that is not written down
   * @param text how it differs, for people; empty when it was not probed since the start
   */
  public record Item(
      String resource, String change, Origin origin, Optional<Instant> since, String text) {}

  public boolean isEmpty() {
    return items.isEmpty();
  }
}
