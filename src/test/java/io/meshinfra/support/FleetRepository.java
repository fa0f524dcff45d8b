package io.meshinfra.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.util.FS;

/** A bare repository and a work tree of it, made with the real git. */
public final class FleetRepository {
  // In the background JGit measures with files of its own; not in a folder that a test removes.
  static {
    FS.FileStoreAttributes.get(Path.of(System.getProperty("java.io.tmpdir")));
  }

  private final Path bare;
  private final Path tree;

  public FleetRepository(Path folder) {
    bare = folder.resolve("fleet.git");
    tree = folder.resolve("fleet");
    git(folder, "init", "-q", "--bare", "-b", "main", bare.toString());
    git(folder, "init", "-q", "-b", "main", tree.toString());
    git(tree, "remote", "add", "origin", bare.toString());
  }

  public Path bare() {
    return bare;
  }

  public FleetRepository write(String path, String content) {
    try {
      Path file = tree.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits everything and pushes; the id of the commit. */
  public String push(String message) {
    git(tree, "add", "-A");
    git(tree, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", message);
    git(tree, "push", "-q", "-f", "origin", "main");
    return git(tree, "rev-parse", "HEAD").strip();
  }

  /** Commits everything in place of the last commit and pushes that; the id of the commit. */
  public String amend(String message) {
    git(tree, "add", "-A");
    git(
        tree,
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "commit",
        "-q",
        "--amend",
        "-m",
        message);
    git(tree, "push", "-q", "-f", "origin", "main");
    return git(tree, "rev-parse", "HEAD").strip();
  }

  /** Any git command in the work tree. */
  public String git(String... arguments) {
    return git(tree, arguments);
  }

  private static String git(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(Arrays.asList(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
