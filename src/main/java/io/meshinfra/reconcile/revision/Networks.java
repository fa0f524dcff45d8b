package io.meshinfra.reconcile.revision;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.source.GitSource;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What follows from the network intent of commits, for comparison; the last ones are kept. */
final class Networks {
  /** What is in force, and what is looked at beside it. */
  private static final int KEPT = 2;

  private final GitSource source;
  private final RevisionReader reader;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Map<Revision, SoftReference<NetworkPlan>> kept =
      new LinkedHashMap<>(KEPT + 1, 1, true);

  Networks(GitSource source, RevisionReader reader) {
    this.source = source;
    this.reader = reader;
  }

  /** As a commit of the hub's clone has it; one that cannot be read is refused. */
  NetworkPlan at(Revision revision) {
    oneAtATime.lock();
    try {
      return Optional.ofNullable(kept.get(revision))
          .map(SoftReference::get)
          .orElseGet(() -> planned(revision));
    } finally {
      oneAtATime.unlock();
    }
  }

  private NetworkPlan planned(Revision revision) {
    try {
      NetworkPlan plan = reader.network(source.tree(revision, ""));
      kept.put(revision, new SoftReference<>(plan));
      if (kept.size() > KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
      return plan;
    } catch (UnreadableFile e) {
      return new NetworkPlan.Refused(
          List.of(new Finding(reader.intentFile(), 1, 1, e.getMessage())));
    }
  }
}
