package io.meshinfra.rest;

import io.meshinfra.network.identity.Authorities;
import io.meshinfra.support.EcKey;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A repository of two nodes, both this machine, that are only observed; and a home for the hub. */
public final class SmallWorld implements QuarkusTestResourceLifecycleManager {
  static final String WEBHOOK_SECRET = "it is between us";

  private static Path folder;

  private static final String NODE =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata:
        name: %s
        labels: {role: %s}
      spec:
        access: [{local: true}]
        user: nobody
        become: none
        mode: observe
      ---
      """;
  private static final String PROFILE =
      """
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: %s}
      spec:
        selector: {role: %s}
        resources:
          - file: {path: %s, content: "wanted\\n", mode: "0644"}
      ---
      """;

  public static Path home() {
    return folder.resolve("home");
  }

  @Override
  public Map<String, String> start() {
    try {
      folder = Files.createTempDirectory("mesh-doors");
      Path secret = folder.resolve("secret");
      Files.writeString(secret, WEBHOOK_SECRET);
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
      Files.createDirectory(home());
      repository();
      Path authority = authority();
      return Map.of(
          "mesh.ca.key",
          "file:" + authority,
          "mesh.home",
          home().toString(),
          "mesh.source.remote",
          folder.resolve("fleet").toString(),
          "mesh.source.interval",
          "1h",
          "mesh.webhook.secret",
          "file:" + secret);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The key of the authority, and an intent that says who may have what by it. */
  private static Path authority() throws IOException {
    EcKey key = EcKey.generate();
    Path file = Files.writeString(folder.resolve("ssh-ca"), key.privateText());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    write("infra/policy/intent/network.yaml", Authorities.text(key.publicLine(), ""));
    commit("The authority");
    return file;
  }

  private static void repository() throws IOException {
    Path fleet = Files.createDirectory(folder.resolve("fleet"));
    Files.writeString(
        fleet.resolve("fleet.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Fleet
        metadata: {name: small}
        spec: {user: nobody, become: none, interval: 1h}
        """);
    Files.writeString(
        fleet.resolve("nodes.yaml"),
        NODE.formatted("alpha", "drifting")
            + NODE.formatted("beta", "fine")
            + PROFILE.formatted("drifting", "drifting", folder.resolve("missing")));
    git(fleet, "init", "-q", "-b", "main");
    commit("First");
    aside("wanted", PROFILE.formatted("beta-too", "fine", folder.resolve("missing-too")));
    aside("broken", "kind: Nonsense\n");
  }

  /** A branch beside the one that the hub follows, with one more file. */
  private static void aside(String branch, String manifest) throws IOException {
    Path fleet = folder.resolve("fleet");
    git(fleet, "checkout", "-q", "-b", branch);
    Files.writeString(fleet.resolve("more.yaml"), manifest);
    commit("Aside");
    git(fleet, "checkout", "-q", "main");
  }

  /** Makes a branch beside the one that the hub follows, with one file of it edited; its name. */
  static String branch(String name, String path, UnaryOperator<String> edit) {
    Path fleet = folder.resolve("fleet");
    git(fleet, "checkout", "-q", "-b", name);
    try {
      Path file = fleet.resolve(path);
      Files.writeString(file, edit.apply(Files.readString(file)));
      commit("Edited");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      git(fleet, "checkout", "-q", "main");
    }
    return name;
  }

  /** A commit to the branch that the hub follows. */
  public static void commit(String message) {
    Path fleet = folder.resolve("fleet");
    git(fleet, "add", "-A");
    git(fleet, "commit", "-q", "--allow-empty", "-m", message);
  }

  /** For the next commit. */
  public static void write(String path, String text) {
    try {
      Path file = folder.resolve("fleet").resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last commit. */
  public static String head() {
    return git(folder.resolve("fleet"), "rev-parse", "HEAD").strip();
  }

  /** The operator's. */
  public static String token() {
    try {
      return Files.readString(home().resolve("token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String git(Path directory, String... arguments) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
              .directory(directory.toFile())
              .redirectErrorStream(true);
      Map<String, String> environment = builder.environment();
      for (String who : new String[] {"AUTHOR", "COMMITTER"}) {
        environment.put("GIT_" + who + "_NAME", "Tester");
        environment.put("GIT_" + who + "_EMAIL", "tester@example.org");
      }
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
