package io.meshinfra.cli.join;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.FilesOnDisk;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.source.WorkingCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files of a repository that a command has thought out: shown, written, committed.
 *
 * @param root of the repository
 * @param read the files as they were when that was thought out
 * @param files by path: what they contain then, or empty for those that are gone
 */
record ChangedFiles(Path root, FileTree read, SortedMap<String, Optional<Content>> files) {
  ChangedFiles {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** For people: each file, with the lines that are new or gone. */
  String told() {
    StringBuilder out = new StringBuilder();
    files.forEach((path, content) -> {
      Optional<String> before = before(path).flatMap(Content::text);
      String word = content.isEmpty() ? "removed" : before.isEmpty() ? "new" : "changed";
      out.append("%s (%s)%n".formatted(Printable.line(path), word));
      if (content.isPresent()) {
        String after = content.get().text().orElse("(no text)\n");
        lines(before.orElse(""), after).forEach(line -> out.append("  ").append(line).append('\n'));
      }
    });
    return Printable.block(out.toString());
  }

  /** What stands between the first and the last line that differ. */
  private static List<String> lines(String before, String after) {
    List<String> was = before.lines().toList();
    List<String> is = after.lines().toList();
    int head = 0;
    while (head < was.size() && head < is.size() && was.get(head).equals(is.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < was.size() - head
        && tail < is.size() - head
        && was.get(was.size() - 1 - tail).equals(is.get(is.size() - 1 - tail))) {
      tail++;
    }
    List<String> lines = new ArrayList<>();
    was.subList(head, was.size() - tail).forEach(line -> lines.add("- " + line));
    is.subList(head, is.size() - tail).forEach(line -> lines.add("+ " + line));
    return lines;
  }

  private Optional<Content> before(String path) {
    try {
      return read.read(path);
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  /**
   * @throws Failure when one of them was changed in the meantime; then none is written
   */
  void write() {
    // Asked before anything is written: what was read is told by the files as they were.
    SortedMap<String, Content> changed = new TreeMap<>();
    SortedMap<String, Optional<Content>> others = new TreeMap<>();
    files.forEach((path, content) -> {
      boolean there = before(path).isPresent();
      if (there && content.isPresent()) {
        changed.put(path, content.get());
      } else {
        others.put(path, content);
      }
      if (!there && Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
        throw new Failure(Printable.quote(path) + " is there meanwhile; nothing was written");
      }
    });
    new FilesOnDisk(root, read).write(changed);
    others.forEach(this::write);
  }

  private void write(String path, Optional<Content> content) {
    Path file = root.resolve(path);
    try {
      if (content.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      Files.createDirectories(file.getParent());
      Files.write(file, content.get().bytes(), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new Failure(
          "%s cannot be written: %s"
              .formatted(Printable.quote(path), Printable.line(String.valueOf(e.getMessage()))));
    }
  }

  /**
   * @throws Failure when a commit would take along what somebody else wants
   */
  void requireNothingStaged() {
    try (WorkingCopy copy = WorkingCopy.around(root)) {
      if (!copy.staged().paths().paths().isEmpty()) {
        throw new Failure("other changes are staged; commit or unstage them, then run it again");
      }
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  /**
   * @throws Failure when they cannot be committed on a new branch of that name
   */
  void requireNewBranch(String branch) {
    base();
    try (WorkingCopy copy = WorkingCopy.around(root)) {
      copy.requireNewBranch(branch);
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  /** Writes and commits them; nothing else may be staged. */
  Revision commit(Shell shell, String message) {
    requireNothingStaged();
    try (WorkingCopy copy = WorkingCopy.around(root)) {
      write();
      copy.stage(files);
      return copy.commit(message, shell.environment(), shell.home(), shell.clock().instant());
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  /** Commits them on a new branch; the files on disk stay as they are. */
  Revision commitOn(String branch, Shell shell, String message) {
    base();
    try (WorkingCopy copy = WorkingCopy.around(root)) {
      return copy.commitOn(
          branch, files, message, shell.environment(), shell.home(), shell.clock().instant());
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  /**
   * The last commit, on which they are edits.
   *
   * @throws Failure when one of them has changes that are not committed
   */
  Revision base() {
    try (WorkingCopy copy = WorkingCopy.around(root)) {
      Revision head =
          copy.head().orElseThrow(() -> new Failure("there is no commit yet; make the first one"));
      for (String path : files.keySet()) {
        if (!copy.tree(head).read(path).equals(before(path))) {
          throw new Failure(
              Printable.quote(path) + " has changes that are not committed; commit them first");
        }
      }
      return head;
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  /**
   * Their texts, or empty for files that go.
   *
   * @throws Failure when one is no text
   */
  Map<String, Optional<String>> texts() {
    Map<String, Optional<String>> texts = new TreeMap<>();
    files.forEach((path, content) ->
        texts.put(
            path,
            content.map(bytes ->
                bytes
                    .text()
                    .orElseThrow(() ->
                        new Failure(
                            Printable.quote(path) + " is no text, or too long; use --branch")))));
    return texts;
  }
}
