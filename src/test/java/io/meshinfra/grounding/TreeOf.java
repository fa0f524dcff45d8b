package io.meshinfra.grounding;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that a test fills. */
record TreeOf(Path folder) {
  TreeOf with(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DirectoryTree tree() {
    try {
      return DirectoryTree.of(folder);
    } catch (UnreadableFile e) {
      throw new AssertionError(e);
    }
  }

  Loading manifests(String below) {
    return new Catalogs(ResourceTypes.installed()).load(tree(), below);
  }

  Fleet fleet(String below) {
    return switch (manifests(below)) {
      case Loading.Loaded loaded -> loaded.fleet();
      case Loading.Invalid invalid -> throw new AssertionError(invalid.report());
    };
  }
}
