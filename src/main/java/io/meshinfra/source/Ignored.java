package io.meshinfra.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * What the {@code .gitignore} files of a directory leave out: git would not commit it, so the hub
 * would not see it either. Follows a walk from folder to folder.
 */
final class Ignored {
  private static final String NAME = ".gitignore";

  /** Longer ones are not written by people; they count as empty. */
  private static final int LONGEST = 256 * 1024;

  private record Level(Path folder, IgnoreNode rules) {}

  private final Deque<Level> levels = new ArrayDeque<>();

  void enter(Path folder) {
    levels.push(new Level(folder, rules(folder.resolve(NAME))));
  }

  void leave() {
    levels.pop();
  }

  /** The nearest file that has a rule for the path decides. */
  boolean covers(Path path, boolean isFolder) {
    for (Level level : levels) {
      if (level.rules().getRules().isEmpty()) {
        continue; // As in nearly every folder, and paths take time.
      }
      String relative = level.folder().relativize(path).toString();
      Boolean ignored = level.rules().checkIgnored(relative, isFolder);
      if (ignored != null) {
        return ignored;
      }
    }
    return false;
  }

  private static IgnoreNode rules(Path file) {
    IgnoreNode rules = new IgnoreNode();
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return rules;
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length <= LONGEST) {
        rules.parse(new ByteArrayInputStream(bytes));
      }
    } catch (IOException e) {
      // Nothing is left out by rules that cannot be read.
    }
    return rules;
  }
}
