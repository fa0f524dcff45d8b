package io.meshinfra.policy;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The files of a revision without those of its policy, which are no part of its desired state even
 * when they lie in the same folder.
 *
 * @param folder of the policy
 */
public record WithoutPolicy(FileTree tree, String folder) implements FileTree {
  @Override
  public Revision revision() {
    return tree.revision();
  }

  @Override
  public List<String> list(String below) {
    return tree.list(below).stream().filter(file -> !file.startsWith(folder + "/")).toList();
  }

  @Override
  public SortedMap<String, String> refused() {
    return tree.refused();
  }

  @Override
  public Optional<Content> read(String path) throws UnreadableFile {
    return tree.read(path);
  }
}
