package io.meshinfra.support;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Real Linux nodes for tests: a lab of its own, taken down when it is closed. */
public final class Lab implements AutoCloseable {
  private static final long LONGEST_UP_MINUTES = 10;
  private final int id;
  private final FileChannel turn;

  /** Waits until no other test has a lab of that number; the kernel ends the turn of a dead one. */
  private Lab(int id) {
    this.id = id;
    try {
      Path folder = Files.createDirectories(Path.of("/run/lock"));
      turn =
          FileChannel.open(
              folder.resolve("mesh-lab-test-" + id),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      turn.lock();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this machine can have a lab: it needs root, as the lab's README says. */
  public static boolean possible() {
    return "root".equals(System.getProperty("user.name"));
  }

  /**
   * @param nodes as {@code lab/lab up --nodes} takes them: {@code hub:apt,laptop:dnf}
   */
  public static Lab up(int id, String nodes) {
    Lab lab = new Lab(id);
    lab.lab("down");
    lab.lab("up", "--nodes", nodes);
    return lab;
  }

  /** A lab with a forge in it, and with nodes if there are any to be. */
  public static Lab withForge(int id, String... nodes) {
    Lab lab = new Lab(id);
    lab.lab("down");
    lab.lab("forge", "up");
    if (nodes.length > 0) {
      lab.lab("up", "--nodes", String.join(",", nodes));
    }
    return lab;
  }

  public LabForge forge() {
    return LabForge.of(this);
  }

  public int id() {
    return id;
  }

  /** What this machine keeps of a node. */
  public Path folder(String node) {
    return state().resolve("nodes").resolve(node);
  }

  public Path key() {
    return state().resolve("key");
  }

  private Path state() {
    return Path.of("/var/lib/mesh-lab", Integer.toString(id));
  }

  /** How the hub reaches a node: over both ports of its sshd, with its pinned key. */
  public Target target(String node) {
    String address = address(node);
    return new Target(
        new NodeName(node),
        List.of(AccessPath.ssh("lan", address, 22), AccessPath.ssh("emergency", address, 2222)),
        List.of(read(folder(node).resolve("host-key")).strip()),
        "mesh-ops",
        Target.Become.SUDO);
  }

  public String address(String node) {
    return lab("list")
        .lines()
        .map(line -> line.split(" +"))
        .filter(words -> words[0].equals(node))
        .map(words -> words[2])
        .findFirst()
        .orElseThrow();
  }

  /** Node manifests as YAML. */
  public String manifests() {
    return lab("manifests");
  }

  /** Runs a shell line as root inside the node; its output, whatever its exit code. */
  public String sh(String node, String line) {
    return run(false, List.of("lab/lab", "exec", node, "sh", "-c", line));
  }

  /** Any other command of the lab; fails the test when the command fails. */
  public String lab(String... arguments) {
    List<String> command = new ArrayList<>(List.of("lab/lab"));
    command.addAll(Arrays.asList(arguments));
    return run(true, command);
  }

  private String run(boolean mustWork, List<String> command) {
    try {
      Path errors = Files.createTempFile("lab", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("LAB_ID", Integer.toString(id));
      builder.redirectInput(Path.of("/dev/null").toFile());
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LONGEST_UP_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " did not end");
      }
      String complaint = read(errors);
      Files.delete(errors);
      if (!mustWork && complaint.startsWith("lab:")) {
        throw new IllegalStateException(command + " failed: " + complaint);
      }
      if (mustWork && process.exitValue() != 0) {
        throw new IllegalStateException(command + " failed: " + output + complaint);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lab("down");
    try {
      turn.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
