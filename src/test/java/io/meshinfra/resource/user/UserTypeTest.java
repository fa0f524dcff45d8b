package io.meshinfra.resource.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.desired.Binding;
import io.meshinfra.desired.SpecBinder;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.support.StubbedShell;
import io.meshinfra.support.StubbedShell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserTypeTest {
  private static final Change CREATE = new Change.Create(State.EMPTY);

  @TempDir Path folder;
  private final UserType type = new UserType();
  private StubbedShell shell;

  @BeforeEach
  void setUp() {
    shell = new StubbedShell(folder);
    for (String command : List.of("useradd", "usermod", "userdel")) {
      shell.stub(
          command,
          "{ echo %s; printf '%%s\\n' \"$@\"; } >>%s/calls; exit \"$(cat %s/code 2>/dev/null || echo 0)\""
              .formatted(command, folder, folder));
    }
  }

  @Test
  void shouldSeeRootOfThisMachineAsItIs() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/getent")), "this machine has no getent");
    List<UserSpec> specs =
        List.of(
            spec("{name: root, uid: 0, group: root, home: /root}"),
            spec("{name: no-such-user-here}"));

    Ran ran = shell.probe(type.probe(specs));
    List<Observation> seen = type.observe(specs, new ProbeOutput(ran.lines()));

    assertEquals(
        Optional.empty(), DriftDetector.change(type.expected(specs.getFirst()), seen.getFirst()));
    assertEquals(Observation.ABSENT, seen.getLast());
  }

  @Test
  void shouldHandOverACommentAsItIs() throws IOException {
    shell.stub("getent", "exit 2");
    Path pwned = folder.resolve("pwned");
    String comment = "$(touch " + pwned + ") `touch " + pwned + "` '; touch " + pwned + " #";

    Ran ran = act(spec("{name: alice, comment: \"" + comment + "\"}"), CREATE);

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals(List.of("useradd", "-c", comment, "-m", "--", "alice"), calls());
    assertFalse(Files.exists(pwned));
  }

  @Test
  void shouldGiveANewAccountTheGroupOfItsName() throws IOException {
    shell.stub("getent", "[ \"$1\" = group ] || exit 2");

    act(spec("{name: alice}"), CREATE);

    assertEquals(List.of("useradd", "-g", "alice", "-m", "--", "alice"), calls());
  }

  @Test
  void shouldFinishAnAccountThatIsAlreadyThere() throws IOException {
    shell.stub("getent", "exit 0");

    Ran ran = act(spec("{name: alice, uid: 1500, groups: [adm], append: true}"), CREATE);

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals(List.of("usermod", "-u", "1500", "-a", "-G", "adm", "--", "alice"), calls());
  }

  @Test
  void shouldSayThatProcessesOfTheUserAreInTheWay() throws IOException {
    Files.writeString(folder.resolve("code"), "8");

    Ran ran = act(spec("{name: alice, uid: 1501}"), update("uid", "1501"));

    assertEquals(8, ran.exitCode());
    assertTrue(ran.errors().contains("processes of user alice are running"), ran.errors());
  }

  @Test
  void shouldMoveTheHomeAlong() throws IOException {
    act(spec("{name: alice, home: /srv/alice}"), update("home", "/srv/alice"));

    assertEquals(List.of("usermod", "-d", "/srv/alice", "-m", "--", "alice"), calls());
  }

  @Test
  void shouldLeaveAnAccountAloneThatIsAlreadyGone() {
    shell.stub("getent", "exit 2");

    Ran ran = act(spec("{name: alice, state: absent}"), new Change.Delete(State.EMPTY));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertFalse(Files.exists(folder.resolve("calls")));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private Ran act(UserSpec spec, Change change) {
    Action action = type.converge(spec, change, Facts.UNKNOWN).getFirst();
    return shell.act(assertInstanceOf(Action.RunShell.class, action).script());
  }

  private static Change update(String attribute, String to) {
    return new Change.Update(
        new TreeMap<>(Map.of(attribute, new Change.Difference(Optional.empty(), Value.of(to)))));
  }

  private static UserSpec spec(String yaml) {
    return switch (SpecBinder.bind(UserSpec.class, yaml)) {
      case Binding.Bound<UserSpec> bound -> bound.spec();
      case Binding.Faulty<UserSpec> faulty ->
          throw new IllegalArgumentException(faulty.findings().toString());
    };
  }
}
