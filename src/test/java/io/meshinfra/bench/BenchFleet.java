package io.meshinfra.bench;

import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.Progress;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.transport.ssh.SshSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The fleet of a directory of manifests, and the engine as the hub sets it up. */
final class BenchFleet {
  private BenchFleet() {}

  static Fleet load(String directory) {
    try {
      return switch (new Catalogs(ResourceTypes.installed())
          .load(DirectoryTree.of(Path.of(directory)), "")) {
        case Loading.Loaded loaded -> loaded.fleet();
        case Loading.Invalid invalid -> throw new IllegalArgumentException(invalid.report());
      };
    } catch (UnreadableFile e) {
      throw new IllegalArgumentException(e);
    }
  }

  static List<Work> works(Fleet fleet) {
    return fleet.nodes().values().stream()
        .map(node -> new Work(node.target(), node.catalog(), "bench", true))
        .toList();
  }

  static Engine engine(String key) {
    return new Engine(
        new Engine.Settings(
            SshSettings.of(List.of(Path.of(key)), Optional.empty()),
            AnsibleSettings.of(Optional.empty()),
            Duration.ofSeconds(60),
            Duration.ofMinutes(15),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5)),
        revision -> {
          throw new IOException("no playbooks here");
        },
        Memory.NONE,
        Progress.NONE,
        Clock.systemUTC());
  }
}
