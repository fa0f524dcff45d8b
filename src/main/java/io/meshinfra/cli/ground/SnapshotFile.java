package io.meshinfra.cli.ground;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.desired.Loading;
import io.meshinfra.grounding.RepositorySnapshot;
import io.meshinfra.model.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file that tells what the repository holds and how the fleet is; made, never written by hand.
 */
record SnapshotFile(Path root) {
  static final String PATH = RepositorySnapshot.FILE;

  /** The same repository and the same state of the fleet give the same text. */
  static String text(FileTree tree, Optional<Loading> manifests, LiveFleet live) {
    ObjectNode snapshot = (ObjectNode) Tree.of(RepositorySnapshot.of(tree, manifests));
    ObjectNode hub = live.tree();
    hub.put("reachable", live.trouble().isEmpty());
    snapshot.set("hub", hub);
    return Tree.json(snapshot);
  }

  /** Whether it was another one before. */
  boolean write(String text) {
    Path file = root.resolve(PATH);
    try {
      if (Files.exists(file) && Files.readString(file, StandardCharsets.UTF_8).equals(text)) {
        return false;
      }
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
      return true;
    } catch (IOException e) {
      throw new Failure("%s cannot be written: %s".formatted(PATH, e.getMessage()));
    }
  }

  byte[] bytes() {
    try {
      return Files.readAllBytes(root.resolve(PATH));
    } catch (IOException e) {
      throw new Failure("%s cannot be read: %s".formatted(PATH, e.getMessage()));
    }
  }
}
