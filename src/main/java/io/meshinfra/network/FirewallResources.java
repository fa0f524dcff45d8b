package io.meshinfra.network;

import io.meshinfra.desired.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every firewall comes down to: a package, files, and the service that loads them at boot; all
 * but the package under the guard.
 *
 * @param name of the package and of the service
 */
record FirewallResources(Written written, String name) {
  Yaml install() {
    return written.map("package", written.map("names", written.list(name)));
  }

  /**
   * @param check of the file before it takes its place, with {@code %s} for its name
   */
  Yaml file(String path, String text, String mode, Optional<String> check) {
    List<Object> spec =
        new ArrayList<>(
            List.of(
                "path", written.word(path),
                "content", written.word(text),
                "owner", written.word("root"),
                "group", written.word("root"),
                "mode", written.word(mode)));
    check.ifPresent(command -> spec.addAll(List.of("validate", written.word(command))));
    return guarded("file", written.map(spec.toArray()));
  }

  /**
   * @param reaction what the service does when one of the files changes
   * @param files their paths
   */
  Yaml service(String reaction, List<String> files) {
    String[] paths = files.stream().map(path -> "file:" + path).toArray(String[]::new);
    return guarded(
        "service",
        written.map(
            "name",
            written.word(name),
            "running",
            written.word("true"),
            "enabled",
            written.word("true"),
            reaction,
            written.list(paths)));
  }

  /** What the service alone does not bring about. */
  Yaml afterwards(String shell, String check, String apply) {
    return written.map(
        "shell",
        written.map(
            "name", written.word(shell),
            "check", written.word(check),
            "apply", written.word(apply)),
        "after",
        written.list("service:" + name),
        "guard",
        written.word("true"));
  }

  private Yaml guarded(String kind, Yaml spec) {
    return written.map(
        kind, spec, "after", written.list("package:" + name), "guard", written.word("true"));
  }
}
