package io.meshinfra.lab.chaos;

import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/** The repository with what every node shall be like. */
final class ChaosFleet {
  private final FleetRepository repository;
  private final Path secrets;
  private final Map<String, String> manifests = new TreeMap<>();

  ChaosFleet(Path folder, Lab lab) throws IOException {
    repository = new FleetRepository(folder);
    secrets = Files.createDirectory(folder.resolve("secrets"));
    for (String manifest : lab.manifests().split("---\n")) {
      manifests.put(manifest.replaceAll("(?s).*  name: (\\S+)\n.*", "$1"), manifest);
    }
    repository.write(
        "fleet.yaml",
        """
        apiVersion: mesh-infra/v1
        kind: Fleet
        metadata: {name: chaos}
        spec: {interval: 10s}
        """);
  }

  Path bare() {
    return repository.bare();
  }

  Path secrets() {
    return secrets;
  }

  /** Pushes what all nodes shall be like; the commit. */
  String push(int round, Iterable<Wanted> all) {
    for (Wanted wanted : all) {
      String node = wanted.node();
      repository.write("nodes/" + node + ".yaml", manifests.get(node) + wanted.yaml());
      wanted
          .files()
          .forEach((name, content) ->
              content
                  .filter(text -> name.startsWith("f"))
                  .ifPresent(text -> repository.write("files/" + node + "-" + name, text)));
      keep(node, wanted.secret());
    }
    return repository.push("round " + round);
  }

  /** Put in place at once: the hub may look at any time. */
  private void keep(String node, String secret) {
    try {
      Path next = secrets.resolveSibling("next-" + node);
      Files.writeString(next, secret + "\n");
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
      Files.move(next, secrets.resolve(node), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
