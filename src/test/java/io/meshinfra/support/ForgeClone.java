package io.meshinfra.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A work tree of the forge's project, made with the real git over ssh, as one of its people. */
public final class ForgeClone {
  private final LabForge forge;
  private final String person;
  private final Path tree;
  private final Path knownHosts;

  /** An empty work tree; its remote is {@code origin}. */
  public ForgeClone(LabForge forge, String person, Path folder) {
    this.forge = forge;
    this.person = person;
    tree = folder.resolve(person);
    knownHosts = folder.resolve(person + ".known-hosts");
    write(knownHosts, forge.address() + " " + forge.hostKey() + "\n");
    run(folder, List.of("git", "init", "-q", "-b", "main", tree.toString()));
    git("remote", "add", "origin", forge.remote());
    git("config", "user.name", person);
    git("config", "user.email", person + "@example.org");
  }

  /** What {@code MESH_SOURCE_...} needs to know the forge's sshd by. */
  public Path knownHosts() {
    return knownHosts;
  }

  public ForgeClone write(String path, String content) {
    write(tree.resolve(path), content);
    return this;
  }

  public String read(String path) {
    try {
      return Files.readString(tree.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a branch where the remote's main is. */
  public ForgeClone branch(String name) {
    git("fetch", "-q", "origin", "main");
    git("switch", "-q", "-C", name, "FETCH_HEAD");
    return this;
  }

  /** Commits everything; the id of the commit. */
  public String commit(String message) {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD").strip();
  }

  /** Pushes refs to the project, or where {@code remote} says. */
  public void push(String remote, String... refs) {
    List<String> arguments = new ArrayList<>(List.of("push", "-q", remote));
    arguments.addAll(Arrays.asList(refs));
    git(arguments.toArray(String[]::new));
  }

  /** The commit of a ref on the remote; empty text when there is none. */
  public String remoteRef(String ref) {
    String line = git("ls-remote", "origin", ref).strip();
    return line.isEmpty() ? "" : line.substring(0, line.indexOf('\t'));
  }

  public String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(Arrays.asList(arguments));
    return run(tree, command);
  }

  private String run(Path folder, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "GIT_SSH_COMMAND",
            "ssh -i %s -o IdentitiesOnly=yes -o UserKnownHostsFile=%s -o StrictHostKeyChecking=yes"
                .formatted(forge.key(person), knownHosts));
    try {
      Process process = builder.start();
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

  private static void write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
