package io.meshinfra.adopt;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A revision in which some files are other ones; it has no new files.
 *
 * @param files by path
 */
record AlteredTree(FileTree tree, Map<String, Content> files) implements FileTree {
  AlteredTree {
    files = Map.copyOf(files);
  }

  @Override
  public Revision revision() {
    return tree.revision();
  }

  @Override
  public List<String> list(String folder) {
    return tree.list(folder);
  }

  @Override
  public Optional<Content> read(String path) throws UnreadableFile {
    Content altered = files.get(path);
    return altered == null ? tree.read(path) : Optional.of(altered);
  }
}
