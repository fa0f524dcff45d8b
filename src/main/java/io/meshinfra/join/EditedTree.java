package io.meshinfra.join;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Revision;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a repository with edits.
 *
 * @param edits by path: what a file contains then, or empty for one that is gone
 */
public record EditedTree(FileTree tree, SortedMap<String, Optional<Content>> edits)
    implements FileTree {
  public EditedTree {
    edits = Collections.unmodifiableSortedMap(new TreeMap<>(edits));
  }

  @Override
  public Revision revision() {
    return tree.revision();
  }

  @Override
  public SortedMap<String, String> refused() {
    return tree.refused();
  }

  @Override
  public List<String> list(String folder) {
    String below = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    TreeSet<String> all = new TreeSet<>(tree.list(folder));
    for (Map.Entry<String, Optional<Content>> edit : edits.entrySet()) {
      if (edit.getKey().startsWith(below)) {
        if (edit.getValue().isPresent()) {
          all.add(edit.getKey());
        } else {
          all.remove(edit.getKey());
        }
      }
    }
    return List.copyOf(all);
  }

  @Override
  public Optional<Content> read(String path) throws UnreadableFile {
    Optional<Content> edited = edits.get(path);
    return edits.containsKey(path) ? edited : tree.read(path);
  }
}
