package io.meshinfra.converge.seal;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;

/**
 * A repository that cannot be read.
 *
 * @param reason why
 */
record NoFiles(Revision revision, String reason) implements FileTree {
  @Override
  public List<String> list(String folder) {
    return List.of();
  }

  @Override
  public Optional<Content> read(String path) throws UnreadableFile {
    throw new UnreadableFile(reason);
  }
}
