package io.meshinfra.converge.ansible;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
  private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHR1bm5lbHM";

  private static Connection to(String host, String user, String key) throws UnusablePlaybook {
    AccessPath path = AccessPath.ssh("lan", host, 2222);
    Target target =
        new Target(new NodeName("laptop"), List.of(path), List.of(key), user, Target.Become.SUDO);
    return Connection.of(target, path);
  }

  @Test
  void shouldPinTheKeyToTheNameAndTheAddress() throws UnusablePlaybook {
    assertEquals(
        "[203.0.113.7]:2222,laptop " + KEY + "\n",
        to("203.0.113.7", "mesh-ops", KEY + " comment").knownHosts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-oProxyCommand=x", "a b", "*", "!x", "$(x)", "a,b", "{{ x }}", "", "a\nb", "é"})
  void shouldRefuseAHostThatIsNoName(String host) {
    assertThrows(UnusablePlaybook.class, () -> to(host, "mesh-ops", KEY));
    assertThrows(UnusablePlaybook.class, () -> to("203.0.113.7", host, KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ssh-ed25519", "@cert-authority * ssh-ed25519 AAAA", "a b\n* ssh-rsa AAAA"})
  void shouldRefuseAKeyThatIsNoKey(String key) {
    assertThrows(UnusablePlaybook.class, () -> to("203.0.113.7", "mesh-ops", key).knownHosts());
  }

  @Test
  void shouldDoWithoutASharedConnectionWhenThePathIsTooLongForASocket() throws UnusablePlaybook {
    Connection connection = to("203.0.113.7", "mesh-ops", KEY);
    Path known = Path.of("/tmp/k");

    String shortPath = connection.sshConfig(known, Path.of("/tmp/cm"), Optional.empty());
    String longPath =
        connection.sshConfig(known, Path.of("/tmp/" + "x".repeat(90)), Optional.empty());

    assertTrue(shortPath.contains("ControlMaster auto\n"), shortPath);
    assertTrue(!longPath.contains("ControlMaster"), longPath);
  }

  @Test
  void shouldRefuseAPathThatOpensshWouldExpand() throws UnusablePlaybook {
    Connection connection = to("203.0.113.7", "mesh-ops", KEY);
    Optional<Path> identity = Optional.of(Path.of("/etc/${HOME}/key"));

    assertThrows(
        UnusablePlaybook.class,
        () -> connection.sshConfig(Path.of("/tmp/k"), Path.of("/tmp/cm"), identity));
  }
}
