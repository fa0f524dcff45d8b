package io.meshinfra.secret.program;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Printable;
import java.util.Optional;

/** An encrypted file of the repository, or why it cannot be had. */
public sealed interface Encrypted {

  /** Its bytes; they tell nothing. */
  record Found(Content content) implements Encrypted {}

  record Missing(String reason) implements Encrypted {}

  /** What is wrong with a path, as far as that can be told without the repository. */
  static Optional<String> complaint(String path) {
    boolean plain =
        !path.isBlank()
            && !path.startsWith("/")
            && java.util.Arrays.stream(path.split("/", -1))
                .noneMatch(part -> part.isBlank() || part.equals(".") || part.equals(".."));
    return plain
        ? Optional.empty()
        : Optional.of(
            "an encrypted file is named by its path from the root of the repository, not "
                + Printable.quote(path));
  }

  /** Reads it from a revision. */
  static Encrypted in(FileTree files, String path) {
    try {
      return files
          .read(path)
          .<Encrypted>map(Found::new)
          .orElseGet(() ->
              new Missing("there is no file " + Printable.quote(path) + " in the repository"));
    } catch (FileTree.UnreadableFile e) {
      return new Missing(e.getMessage());
    }
  }
}
