package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.plan.Guard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardLinesTest {
  @Test
  void shouldReadWhatMustWorkAgain() {
    assertEquals(
        Optional.of(new GuardSign.Armed(Set.of("lan", "my vpn"))),
        read("guard armed", "way lan", "way my vpn", "step 2"));
  }

  @Test
  void shouldReadWhatWasUndone() {
    assertEquals(
        Optional.of(new GuardSign.RolledBack(Set.of(2, 3), "/etc/passwd, ssh (restart)")),
        read("guard rolled-back L2V0Yy9wYXNzd2QKc3NoIChyZXN0YXJ0KQo=", "step 2", "step 3"));
  }

  @Test
  void shouldDropWhatAHostileNodeSays() {
    GuardSign.RolledBack sign =
        assertInstanceOf(
            GuardSign.RolledBack.class,
            read("guard rolled-back %%%", "step 99999999", "step -1", "step x", "way", "junk")
                .orElseThrow());

    assertEquals(Set.of(), sign.steps());
    assertEquals("(what it told could not be read)", sign.report());
    assertEquals(Optional.empty(), read("guard", "guard sleeping", ""));
    assertEquals(
        "(the node told more than it should)",
        assertInstanceOf(
                GuardSign.RolledBack.class,
                read("guard rolled-back " + "A".repeat(10_000)).orElseThrow())
            .report());
  }

  @Test
  void shouldTellTheNodeWhatToKeepALineEach() {
    Guard one =
        new Guard(
            Duration.ofSeconds(60), "x", List.of("/etc/b", "/etc/a"), List.of(), List.of(), true);
    Guard other =
        new Guard(
            Duration.ofSeconds(30),
            "x",
            List.of("/etc/a", "/etc/new\nunit evil"),
            List.of("/srv"),
            List.of("ssh"),
            true);

    GuardFiles files = new GuardFiles("mesh-ops", List.of("lan"), List.of(one, other));

    assertEquals("login mesh-ops\npath /etc/a\npath /etc/b\ntree /srv\nunit ssh\n", files.what());
    assertEquals(Duration.ofSeconds(30), files.time());
  }

  private static Optional<GuardSign> read(String... lines) {
    GuardLines reader = new GuardLines();
    List.of(lines).forEach(reader::line);
    return reader.sign();
  }
}
