package io.meshinfra.reconcile.agent;

import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fleets of revisions, the last few remembered: a chain of commits asks for each of them twice. */
public final class FleetsByRevision {
  private static final int REMEMBERED = 4;

  private final Trees trees;
  private final Reading reading;
  private final Map<Revision, Loading> last =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Revision, Loading> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Where the files of a revision are. */
  @FunctionalInterface
  public interface Trees {
    FileTree of(Revision revision) throws UnreadableFile;
  }

  /** How the files of a revision become a fleet: as the hub itself reads it. */
  @FunctionalInterface
  public interface Reading {
    Loading of(FileTree files);
  }

  public FleetsByRevision(Trees trees, Reading reading) {
    this.trees = trees;
    this.reading = reading;
  }

  public Loading at(Revision revision) throws UnreadableFile {
    Loading known = last.get(revision);
    if (known == null) {
      known = reading.of(trees.of(revision));
      last.put(revision, known);
    }
    return known;
  }
}
