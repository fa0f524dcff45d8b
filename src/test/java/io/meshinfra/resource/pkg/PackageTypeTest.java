package io.meshinfra.resource.pkg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Grouping.Member;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.support.StubbedShell;
import io.meshinfra.support.StubbedShell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageTypeTest {
  private static final Change CREATE = new Change.Create(State.EMPTY);
  private static final Change DELETE = new Change.Delete(State.EMPTY);

  @TempDir Path folder;
  private final PackageType type = new PackageType();
  private StubbedShell shell;
  private Path calls;

  @BeforeEach
  void setUp() {
    shell = new StubbedShell(folder);
    calls = folder.resolve("calls");
  }

  @Test
  void shouldMakeOneResourceOfEachName() {
    PackageSpec two =
        new PackageSpec(
            Optional.empty(),
            List.of(new PackageName("tmux"), new PackageName("htop"), new PackageName("tmux")),
            Existence.ABSENT,
            Optional.empty());

    assertEquals(
        List.of(spec("tmux", Existence.ABSENT), spec("htop", Existence.ABSENT)), type.expand(two));
  }

  @Test
  void shouldLookAtThePackagesOfThisMachine() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-query")), "not a Debian machine");
    List<PackageSpec> specs =
        Stream.of("dpkg", "no-such-package-anywhere", "awk")
            .map(name -> spec(name, Existence.PRESENT))
            .toList();

    Ran ran = shell.probe(type.probe(specs));
    List<Observation> seen = type.observe(specs, new ProbeOutput(ran.lines()));

    assertEquals(
        Optional.of(Value.of("installed")),
        assertInstanceOf(Observation.Present.class, seen.get(0)).state().get("status"));
    assertEquals(Observation.ABSENT, seen.get(1));
    assertTrue(
        assertInstanceOf(Observation.Present.class, seen.get(2))
            .state()
            .get("providedBy")
            .isPresent(),
        "an awk is on every Debian machine, and none is called so");
  }

  @Test
  void shouldInstallAndRemoveInOneTransaction() throws IOException {
    stubApt("exit 0");

    Ran ran = together(member("tmux", CREATE), member("nano", DELETE), member("htop", CREATE));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals(List.of("install tmux htop nano-"), calls());
  }

  @Test
  void shouldTryAgainWithNewPackageListsWhenItFails() throws IOException {
    stubApt("[ \"$verb\" = update ] && touch " + folder + "/fresh; [ -e " + folder + "/fresh ]");

    Ran ran = together(member("tmux", CREATE), member("htop", CREATE));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals(List.of("install tmux htop", "update", "install tmux htop"), calls());
  }

  @Test
  void shouldNotLetOneBadNameStopTheOthers() throws IOException {
    stubApt("case \" $* \" in *' bad '*) echo 'E: Unable to locate' >&2; exit 100;; esac");

    Ran ran = together(member("bad", CREATE), member("htop", CREATE), member("nano", DELETE));

    assertEquals(1, ran.exitCode());
    assertEquals(
        List.of(
            "install bad htop nano-",
            "update",
            "install bad htop nano-",
            "remove nano",
            "install bad",
            "install htop"),
        calls());
    assertTrue(ran.errors().contains("these packages failed, the others are done: bad\n"));
  }

  @Test
  void shouldTryASinglePackageTwiceOnly() throws IOException {
    stubApt("[ \"$verb\" = update ]");

    Ran ran = together(member("bad", CREATE));

    assertEquals(1, ran.exitCode());
    assertEquals(List.of("install bad", "update", "install bad"), calls());
    assertTrue(ran.errors().contains("the package bad could not be installed"));
  }

  private void stubApt(String body) {
    shell.stub("dpkg", "exit 0");
    shell.stub(
        "apt-get",
        """
        while [ $# -gt 0 ]; do
          case $1 in -o) shift 2 ;; -*) shift ;; *) break ;; esac
        done
        verb=$1
        [ "$verb" = update ] || { shift; [ "$1" = -- ] && shift; set -- "$verb" "$@"; }
        echo "$*" >>%s
        %s
        """
            .formatted(calls, body));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }

  @SafeVarargs
  private Ran together(Member<PackageSpec>... members) {
    List<Action> actions = type.convergeTogether(List.of(members), debian());
    return shell.act(assertInstanceOf(Action.RunShell.class, actions.getFirst()).script());
  }

  private static Member<PackageSpec> member(String name, Change change) {
    boolean delete = change instanceof Change.Delete;
    return new Member<>(spec(name, delete ? Existence.ABSENT : Existence.PRESENT), change);
  }

  private static PackageSpec spec(String name, Existence state) {
    return new PackageSpec(Optional.of(new PackageName(name)), List.of(), state, Optional.empty());
  }

  private static Facts debian() {
    return new Facts(
        "Linux",
        "debian",
        "12",
        "x86_64",
        "6.1",
        "node",
        Facts.Init.SYSTEMD,
        Facts.PackageManager.APT,
        "none",
        0,
        List.of(),
        "");
  }
}
