package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide of the first day with real git and ssh-keygen. In place of mesh there is a script that
 * notes what it was called with; what mesh does then, JoiningIT shows.
 */
@Timeout(60)
class InitDay1Test {
  @TempDir Path home;
  private Path called;

  @BeforeEach
  void standIn() throws Exception {
    called = home.resolve("called");
    Path mesh = home.resolve("mesh");
    Files.writeString(
        mesh,
        """
        #!/bin/sh
        echo "$MESH_IDENTITY|$*" >>"$CALLED"
        case "$1 $2" in
          'node add') [ "$3" != "$FAILS" ] || exit 2; mkdir -p nodes; : >"nodes/$3.yaml" ;;
        esac
        """);
    Files.setPosixFilePermissions(mesh, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        home.resolve(".gitconfig"), "[user]\n name = Ann\n email = ann@example.org\n");
  }

  private record Ran(int code, String out) {}

  private Ran run(Map<String, String> environment) throws Exception {
    ProcessBuilder guide = new ProcessBuilder("sh", "infra/bootstrap/init-day1");
    guide
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("MESH_") || name.startsWith("GIT_"));
    guide
        .environment()
        .putAll(
            Map.of(
                "HOME", home.toString(),
                "MESH", home.resolve("mesh").toString(),
                "MESH_HUB_KEY", home.resolve("keys/hub").toString(),
                "CALLED", called.toString()));
    guide.environment().putAll(environment);
    guide.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
    Process process = guide.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out);
  }

  private List<String> joins() throws Exception {
    return Files.readAllLines(called).stream()
        .filter(line -> line.contains("|node add "))
        .map(line -> line.replaceAll(home.toString(), "HOME"))
        .toList();
  }

  @Test
  void shouldWalkThroughHubLaptopAndWsl() throws Exception {
    Ran ran =
        run(
            Map.of(
                "HUB_SSH", "root@203.0.113.10:2222",
                "HUB_HOST_KEY", "SHA256:hub",
                "LAPTOP_SSH", "me@192.0.2.20",
                "WSL_SSH", "me@192.0.2.30",
                "WSL_PRESENCE", "Mon-Fri 08:00-18:00 Europe/Berlin"));

    assertEquals(0, ran.code(), ran.out());
    assertEquals(
        List.of(
            "HOME/keys/hub|node add hub -f . --ssh root@203.0.113.10:2222 --hub-key"
                + " HOME/keys/hub.pub --label role=hub --commit --host-key SHA256:hub --yes"
                + " --presence always-on",
            "HOME/keys/hub|node add laptop -f . --ssh me@192.0.2.20 --hub-key HOME/keys/hub.pub"
                + " --label role=workstation --commit --presence on-demand",
            "HOME/keys/hub|node add wsl -f . --ssh me@192.0.2.30 --hub-key HOME/keys/hub.pub"
                + " --label role=workstation --commit --presence Mon-Fri 08:00-18:00"
                + " Europe/Berlin"),
        joins());
    assertTrue(Files.isRegularFile(home.resolve("mesh-fleet/fleet.yaml")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("keys/hub"))));
  }

  @Test
  void shouldGoOnWhereItStopped() throws Exception {
    Map<String, String> all =
        Map.of("HUB_SSH", "root@a", "LAPTOP_SSH", "me@b", "WSL_SSH", "me@c", "FAILS", "laptop");
    Ran failed = run(all);
    String key = Files.readString(home.resolve("keys/hub.pub"));
    Files.delete(called);
    Ran later = run(Map.of("LAPTOP_SSH", "me@b", "FAILS", ""));
    List<String> joined = joins();
    Ran done = run(Map.of("WSL_SSH", "me@c", "FAILS", ""));
    Ran again = run(Map.of("FAILS", ""));

    assertEquals(2, failed.code(), failed.out());
    assertTrue(failed.out().contains("it goes on here"), failed.out());
    assertEquals(1, later.code(), later.out());
    assertTrue(later.out().contains("left for later: wsl"), later.out());
    assertEquals(1, joined.size(), joined.toString());
    assertEquals(0, done.code(), done.out());
    assertEquals(0, again.code(), again.out());
    assertFalse(again.out().contains("made:"), again.out());
    assertEquals(key, Files.readString(home.resolve("keys/hub.pub")));
  }

  @Test
  void shouldSayWhatIsMissing() throws Exception {
    Files.delete(home.resolve(".gitconfig"));

    Ran ran = run(Map.of("GIT_CONFIG_SYSTEM", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1"));

    assertEquals(2, ran.code(), ran.out());
    assertTrue(ran.out().contains("git does not know who you are"), ran.out());
    assertFalse(Files.exists(home.resolve("keys")));
  }
}
