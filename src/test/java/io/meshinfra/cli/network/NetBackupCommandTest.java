package io.meshinfra.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetBackupCommandTest {
  private static final Path CASE = Path.of("src/test/resources/network/wireguard");

  @TempDir Path repository;
  private Path backup;

  @BeforeEach
  void copyAFleet() throws IOException {
    try (Stream<Path> files = Files.walk(CASE.resolve("in"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = repository.resolve(CASE.resolve("in").relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    Files.createDirectory(repository.resolve(".git"));
    backup = repository.resolve("infra/backup/wg");
  }

  private CommandRun net(String... arguments) {
    return CommandRun.of(
        Stream.concat(
                Stream.concat(Stream.of("net"), Stream.of(arguments)),
                Stream.of("-f", repository.resolve("desired-state").toString()))
            .toArray(String[]::new));
  }

  @Test
  void shouldWriteWhatNodesHaveAndHowAPersonUsesIt() throws IOException {
    CommandRun run = net("backup");

    assertEquals(0, run.code(), run.err());
    for (String node : new String[] {"hub", "web", "laptop", "wsl", "phone"}) {
      assertEquals(
          Files.readString(CASE.resolve("out").resolve(node + ".conf")),
          Files.readString(backup.resolve(node + ".conf")));
    }
    String readme = Files.readString(backup.resolve("README.md"));
    assertTrue(readme.contains("| `laptop` | 10.0.0.3 | 51820 | `mesh.key`"), readme);
    assertTrue(readme.contains("| `phone` | 10.0.0.9 | 51820 | wherever it was made |"), readme);
    assertFalse(Files.exists(backup.resolve("fresh.conf")), "it has no key yet");
    assertEquals("6 files as the intent says\n", net("backup").out());
  }

  @Test
  void shouldTellWhatIsOldAndTouchNothing() throws IOException {
    net("backup");
    Files.writeString(backup.resolve("hub.conf"), "# by hand\n");
    Files.delete(backup.resolve("web.conf"));
    Files.writeString(backup.resolve("gone.conf"), "x");

    CommandRun run = net("backup", "--check");

    assertEquals(1, run.code());
    assertEquals(
        """
        infra/backup/wg/gone.conf: of no node any more
        infra/backup/wg/hub.conf: changed
        infra/backup/wg/web.conf: new
        """,
        run.out());
    assertEquals("# by hand\n", Files.readString(backup.resolve("hub.conf")));
    assertEquals(0, net("backup").code());
    assertFalse(Files.exists(backup.resolve("gone.conf")));
    assertEquals(0, net("backup", "--check").code());
  }

  @Test
  void shouldBeOldOnceTheIntentHasChanged() throws IOException {
    net("backup");
    Path intent = repository.resolve("infra/policy/intent/network.yaml");
    Files.writeString(intent, Files.readString(intent).replace("10.0.0.3", "10.0.0.33"));

    CommandRun run = net("backup", "--check");

    assertEquals(1, run.code());
    assertTrue(run.out().contains("infra/backup/wg/hub.conf: changed\n"), run.out());
    assertTrue(run.err().contains("run mesh net backup and commit what it writes"), run.err());
  }

  @Test
  void shouldExplainTheTunnelsOfAFlow() {
    assertEquals(
        """
        laptop -> wsl:3074/udp: allowed
          rule games, infra/policy/intent/network.yaml:34:5
          wireguard: to hub at 203.0.113.10:51820, then to wsl, which calls hub at 203.0.113.10:51820
        """,
        net("explain", "laptop", "wsl:3074/udp").out());
    assertTrue(net("matrix").out().endsWith(", WireGuard on 5 nodes\n"), net("matrix").out());
  }

  @Test
  void shouldAskNobodyWhereNoNodeHasWireguard() throws IOException {
    Path intent = repository.resolve("infra/policy/intent/network.yaml");
    Files.writeString(
        intent, Files.readString(intent).replace("back_ends: [wireguard]", "back_ends: []"));

    assertEquals(
        "mesh: no node has the back end wireguard; name it in back_ends\n", net("keys").err());
    assertEquals(
        "mesh: --replace takes the keys of nodes on trust; name the nodes\n",
        net("keys", "--replace").err());
    assertEquals(
        "mesh: laptop does not have the back end wireguard\n", net("keys", "laptop").err());
  }
}
