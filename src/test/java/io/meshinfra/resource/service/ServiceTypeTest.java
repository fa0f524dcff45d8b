package io.meshinfra.resource.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Reactive;
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

/** systemctl is a stub that notes its calls and tells the state from a file. */
class ServiceTypeTest {
  private static final ResourceId CONFIG = ResourceId.parse("file:/etc/nginx.conf");
  private static final Optional<Value> RESTART = Optional.of(Value.of("restart"));

  @TempDir Path folder;
  private final ServiceType type = new ServiceType();
  private StubbedShell shell;
  private Path marker;

  @BeforeEach
  void setUp() throws IOException {
    shell =
        new StubbedShell(folder)
            .stub("journalctl", "echo 'nginx: bad configuration'")
            .stub(
                "systemctl",
                """
                cd %s
                if [ "$1" != show ]; then echo "$*" >>calls; fi
                case $1 in
                  show) cat state ;;
                  start | restart | reload-or-restart) [ ! -e fails ] || exit 1; cp up state ;;
                esac
                """
                    .formatted(folder));
    Files.writeString(folder.resolve("up"), state("loaded", "active"));
    marker = shell.home().resolve("due").resolve(spec(true).dueMarker());
    Files.createDirectories(marker.getParent());
    Files.writeString(marker, "restart\n");
  }

  @Test
  void shouldRestartWhatIsDueAndForgetItAfterwards() throws IOException {
    is("loaded", "active");

    Ran ran = act(spec(true), update(Reactive.DUE, RESTART, "none"));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals(List.of("restart -- nginx.service"), calls());
    assertFalse(Files.exists(marker));
  }

  /** A plan adds what it is due for; that was taken for a restart, which cuts tunnels. */
  @Test
  void shouldReloadWhenThePlanItselfMakesTheReloadDue() throws IOException {
    is("loaded", "active");
    Optional<Value> reload = Optional.of(Value.of("reload, as file:/etc/nginx.conf changes"));

    Ran ran = act(spec(true), update(Reactive.DUE, reload, "none"));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals(List.of("reload-or-restart -- nginx.service"), calls());
  }

  @Test
  void shouldStillOweTheRestartWhenItFails() throws IOException {
    is("loaded", "active");
    Files.createFile(folder.resolve("fails"));

    Ran ran = act(spec(true), update(Reactive.DUE, RESTART, "none"));

    assertEquals(1, ran.exitCode());
    assertTrue(ran.errors().contains("nginx: bad configuration"), ran.errors());
    assertTrue(Files.exists(marker));
  }

  @Test
  void shouldReloadOnlyWhenThatIsEnough() throws IOException {
    is("loaded", "active");

    act(spec(true), update(Reactive.DUE, Optional.of(Value.of("reload")), "none"));

    assertEquals(List.of("reload-or-restart -- nginx.service"), calls());
  }

  @Test
  void shouldNotRestartWhatItHasJustStarted() throws IOException {
    is("loaded", "inactive");
    Change both =
        new Change.Update(
            new TreeMap<>(
                Map.of(
                    "running",
                    new Change.Difference(Optional.empty(), Value.of("true")),
                    Reactive.DUE,
                    new Change.Difference(RESTART, Value.of("none")))));

    Ran ran = act(spec(true), both);

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals(List.of("reset-failed -- nginx.service", "start -- nginx.service"), calls());
    assertFalse(Files.exists(marker));
  }

  @Test
  void shouldNotStartWhatNeedNotRunJustBecauseItIsDue() throws IOException {
    is("loaded", "inactive");
    ServiceSpec either = spec(false);

    Ran ran = act(either, update(Reactive.DUE, RESTART, "none"));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertFalse(Files.exists(folder.resolve("calls")));
    assertFalse(Files.exists(marker));
  }

  @Test
  void shouldFailWithTheLogOfAServiceThatDoesNotStayUp() throws IOException {
    is("loaded", "inactive");
    Files.writeString(folder.resolve("up"), state("loaded", "failed"));

    Ran ran = act(spec(true), update("running", Optional.empty(), "true"));

    assertEquals(1, ran.exitCode());
    assertTrue(ran.errors().contains("nginx.service is failed"), ran.errors());
    assertTrue(ran.errors().contains("nginx: bad configuration"), ran.errors());
  }

  @Test
  void shouldReadUnitFilesAnewWhenTheyChanged() throws IOException {
    Files.writeString(
        folder.resolve("state"), state("loaded", "inactive").replace("Reload=no", "Reload=yes"));

    act(spec(true), update("running", Optional.empty(), "true"));

    assertEquals("daemon-reload", calls().getFirst());
  }

  @Test
  void shouldSayThatTheUnitIsMissing() throws IOException {
    is("not-found", "inactive");

    Ran ran = act(spec(true), new Change.Create(State.EMPTY.with("running", true)));

    assertEquals(1, ran.exitCode());
    assertTrue(ran.errors().contains("no unit nginx.service on the node"), ran.errors());
  }

  @Test
  void shouldReadDueReactionsFromTheNode() {
    Ran ran = shell.probe(type.probe(List.of(spec(true))));

    assertTrue(ran.lines().contains("due\t" + spec(true).dueMarker() + "\trestart"), ran.output());
  }

  @Test
  void shouldTellWhatRunsServicesOnThisMachine() {
    Ran ran = shell.probe(type.probe(List.of(spec(true))));

    List<Observation> seen = type.observe(List.of(spec(true)), new ProbeOutput(ran.lines()));

    assertTrue(ran.output().contains("init\t"), ran.output());
    assertEquals(1, seen.size());
  }

  private void is(String load, String active) throws IOException {
    Files.writeString(folder.resolve("state"), state(load, active));
  }

  private static String state(String load, String active) {
    return """
    Id=nginx.service
    LoadState=%s
    ActiveState=%s
    SubState=x
    UnitFileState=enabled
    Type=simple
    Result=success
    MainPID=7
    NeedDaemonReload=no
    """
        .formatted(load, active);
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private Ran act(ServiceSpec spec, Change change) {
    Action action = type.converge(spec, change, systemd()).getFirst();
    return shell.act(assertInstanceOf(Action.RunShell.class, action).script());
  }

  private static Change update(String attribute, Optional<Value> from, String to) {
    return new Change.Update(
        new TreeMap<>(Map.of(attribute, new Change.Difference(from, Value.of(to)))));
  }

  private static ServiceSpec spec(boolean running) {
    return new ServiceSpec(
        new UnitName("nginx"),
        null,
        Optional.empty(),
        running ? Optional.of(true) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(CONFIG),
        List.of());
  }

  private static Facts systemd() {
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
