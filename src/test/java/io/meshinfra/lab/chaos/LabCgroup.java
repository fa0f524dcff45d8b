package io.meshinfra.lab.chaos;

import io.meshinfra.support.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of one node of a lab, as this machine sees them. */
final class LabCgroup {
  private static final String CONNECTION = "sshd: mesh-ops";
  private final Path folder;

  LabCgroup(Lab lab, String node) {
    folder = mounted().resolve("mesh-lab-" + lab.id()).resolve("node-" + node);
  }

  private static Path mounted() {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
      return mounts
          .map(line -> line.split(" "))
          .filter(words -> words[2].equals("cgroup2"))
          .map(words -> Path.of(words[1]))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the servers of all connections of the hub to the node, and nothing else. */
  void killConnections() {
    for (long pid : processes()) {
      if (commandLine(pid).startsWith(CONNECTION)) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  private List<Long> processes() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.endsWith("cgroup.procs"))
          .flatMap(LabCgroup::lines)
          .map(Long::valueOf)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // the node goes down just now
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }
}
