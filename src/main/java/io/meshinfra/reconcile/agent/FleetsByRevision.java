package io.meshinfra.reconcile.agent;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.source.GitSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fleets of revisions, the last few remembered: a chain of commits asks for each of them twice. */
final class FleetsByRevision {
  private static final int REMEMBERED = 4;

  private final GitSource source;
  private final Catalogs catalogs;
  private final String folder;
  private final Map<Revision, Loading> last =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Revision, Loading> eldest) {
          return size() > REMEMBERED;
        }
      };

  FleetsByRevision(GitSource source, Catalogs catalogs, String folder) {
    this.source = source;
    this.catalogs = catalogs;
    this.folder = folder;
  }

  Loading at(Revision revision) throws UnreadableFile {
    Loading known = last.get(revision);
    if (known == null) {
      known = catalogs.load(source.tree(revision, ""), folder);
      last.put(revision, known);
    }
    return known;
  }
}
