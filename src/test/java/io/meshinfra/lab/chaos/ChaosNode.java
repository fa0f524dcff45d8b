package io.meshinfra.lab.chaos;

import io.meshinfra.support.Lab;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A node whose managed files and runs are on a small disk of its own. The disk can be read and
 * filled from here without a process, also while the node is down.
 */
final class ChaosNode {
  private static final int BLOCK = 4096;
  private final Lab lab;
  private final String name;
  private final Path disk;
  private final LabCgroup cgroup;

  ChaosNode(Lab lab, String name) {
    this.lab = lab;
    this.name = name;
    this.disk = lab.folder(name).resolve("disk");
    this.cgroup = new LabCgroup(lab, name);
  }

  String name() {
    return name;
  }

  /** Gives it the disk and what the trials build on. */
  void prepare() {
    lab.lab("kill", name);
    lab.lab("disk", name, "32m");
    lab.lab("start", name);
    lab.sh(
        name,
        "DEBIAN_FRONTEND=noninteractive apt-get -qqy install mesh-demo-svc >/dev/null 2>&1;"
            + " mkdir -p /srv/count /srv/data; echo 'somebody else wrote this' >/srv/data/shared");
  }

  void begin(Trouble trouble, int dice) {
    switch (trouble) {
      case LINK_CUT -> lab.lab("cut", name);
      case CONNECTION_RESET -> cgroup.killConnections();
      case NODE_KILLED -> lab.lab("kill", name);
      case NODE_REBOOTED -> lab.lab("reboot", name);
      case DISK_FULL -> fill(dice % 20_000);
      case CLOCK_MOVED -> moveClock(dice % 1_000_000_000 - 500_000_000);
    }
  }

  void mend(Trouble trouble) {
    switch (trouble) {
      case LINK_CUT -> lab.lab("heal", name);
      case NODE_KILLED -> lab.lab("start", name);
      case DISK_FULL -> empty();
      case CLOCK_MOVED -> lab.sh(name, "rm -f /usr/local/bin/date");
      case CONNECTION_RESET, NODE_REBOOTED -> {}
    }
  }

  private Path ballast() {
    return disk.resolve("ballast");
  }

  /**
   * @param room how many bytes are left
   */
  private void fill(int room) {
    try (OutputStream file =
        Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] block = new byte[BLOCK];
      while (true) {
        file.write(block);
      }
    } catch (IOException full) { // tmpfs gives room by pages of that size
      shorten(room);
    }
  }

  private void shorten(int by) {
    try (var file = java.nio.channels.FileChannel.open(ballast(), StandardOpenOption.WRITE)) {
      file.truncate(Math.max(0, file.size() - by));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void empty() {
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void moveClock(int seconds) {
    lab.sh(
        name,
        "printf '#!/bin/sh\\nexec /bin/date -d \"@$(($(/bin/date +%%s) + %d))\" \"$@\"\\n'"
                .formatted(seconds)
            + " >/usr/local/bin/date && chmod 755 /usr/local/bin/date;"
            + " find /var/lib/mesh-infra -exec touch -c -d \"$(date '+%F %T')\" {} +");
  }

  /** What the node did itself; a lab command starts a few processes. */
  String sh(String line) {
    return lab.sh(name, line);
  }

  /** The text of a managed file; empty when it is not there. */
  Optional<String> file(String file) {
    return read(disk.resolve("srv/data").resolve(file));
  }

  /** What was left by every counter of a round, by its number. */
  Map<Integer, String> counters(int round) {
    Map<Integer, String> all = new TreeMap<>();
    for (Path log : list(disk.resolve("srv/count"))) {
      String[] words = log.getFileName().toString().split("-");
      if (words[0].equals("log") && words[1].equals(Integer.toString(round))) {
        all.put(Integer.parseInt(words[2]), read(log).orElse(""));
      }
    }
    return all;
  }

  /** Runs that are on the node, by name, with their events. */
  Map<String, List<String>> runs() {
    Map<String, List<String>> runs = new TreeMap<>();
    for (Path folder : list(disk.resolve("mesh-infra/runs"))) {
      if (Files.exists(folder.resolve("claimed"))) {
        runs.put(folder.getFileName().toString(), events(folder));
      }
    }
    return runs;
  }

  private static List<String> events(Path folder) {
    return read(folder.resolve("events")).stream().flatMap(String::lines).toList();
  }

  /** Names of everything on the disk. */
  List<String> all() {
    try (Stream<Path> paths = Files.walk(disk)) {
      return paths.map(path -> disk.relativize(path).toString()).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
