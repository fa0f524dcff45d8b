package io.meshinfra.cli.fleet;

import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.network.NetworkChange;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.report.NetworkDifference;
import io.meshinfra.source.WorkingCopy;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * What the files of a folder make of the network of the last commit of its repository.
 *
 * @param before what it was compared with
 */
public record IntentMoved(String before, NetworkDifference difference) {

  /**
   * Empty when the folder is in no repository, or in one without a commit, and when nothing moved.
   */
  public static Optional<IntentMoved> in(Manifests manifests) {
    NetworkPlan now = manifests.network();
    if (!Files.exists(manifests.root().resolve(".git"))) {
      return Optional.empty();
    }
    try (WorkingCopy copy = WorkingCopy.around(manifests.root())) {
      Optional<Revision> head = copy.head();
      if (head.isEmpty()) {
        return Optional.empty();
      }
      NetworkPlan before = manifests.network(copy.tree(head.get()));
      return Optional.of(NetworkDifference.of(NetworkChange.between(before, now)))
          .filter(difference -> !difference.isNothing())
          .map(moved -> new IntentMoved("the commit " + head.get().abbreviated(), moved));
    } catch (UnreadableFile e) {
      return now instanceof NetworkPlan.Absent
          ? Optional.empty()
          : Optional.of(new IntentMoved("the last commit", untold(e.getMessage())));
    }
  }

  private static NetworkDifference untold(String reason) {
    String note = "what it opens and closes cannot be told: " + reason;
    return new NetworkDifference(false, List.of(), List.of(note), List.of());
  }
}
