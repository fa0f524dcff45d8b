package io.meshinfra.converge.alone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.AloneLook;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.resource.Resource;
import io.meshinfra.support.StubbedShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a node alone reads and what the hub reads of the same node are the same. The node is this
 * machine, but for some commands that tell what the test wants.
 */
class LooksAgreeTest {
  /** Everybody is root here. */
  private static final String SETPRIV =
      """
      while [ "$1" != --init-groups ]; do
        shift
        [ $# -gt 0 ] || exit 0
      done
      shift
      exec "$@"
      """;

  @TempDir Path folder;
  private StubbedShell shell;

  @BeforeEach
  void setUp() {
    shell =
        new StubbedShell(folder)
            .stub("systemctl", "cat " + folder + "/unit")
            .stub("setpriv", SETPRIV)
            .stub("dpkg-query", dpkg())
            .stub("getent", getent());
  }

  private String dpkg() {
    return """
    cd %s
    case "$*" in
      *provides*) cat provides ;;
      *Provides*) cut -f 3- provides ;;
      *deb*) sed "s/^/deb\\t/" rows; [ -s rows ] || echo "dpkg-query: no packages found matching x" ;;
      *) awk -F '\\t' '{ print $2, $3, $5 }' rows ;;
    esac
    """
        .formatted(folder);
  }

  private String getent() {
    return """
    cd %s
    file=$1
    [ $# -gt 1 ] || exec cat $file
    awk -F : -v "name=$2" '$1 == name || (FILENAME == "group" && $3 == name) { print; found = 1 } END { exit found ? 0 : 2 }' $file
    """
        .formatted(folder);
  }

  private void given(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }

  private static Resource<?> resource(String yaml) {
    return AloneNode.catalog("- " + yaml).resources().getFirst();
  }

  /** What both read; fails when they do not agree. */
  private <S> Map<String, TreeSet<String>> agreed(String settings, Resource<S> resource) {
    ShellScript set = ShellScript.of("eval {}", settings);
    List<String> probed =
        shell.probe(set.then(resource.type().probe(List.of(resource.spec())))).lines();
    Observation observed =
        resource.type().observe(List.of(resource.spec()), new ProbeOutput(probed)).getFirst();
    @SuppressWarnings("unchecked")
    Alone<S> alone = (Alone<S>) resource.type();
    List<ShellScript> look = new ArrayList<>(List.of(set, AloneLook.FUNCTIONS));
    look.add(alone.lookFunctions());
    look.add(ShellScript.of("("));
    look.add(alone.lookAlone(resource.spec()));
    look.add(ShellScript.of(")"));
    StubbedShell.Ran ran = shell.probe(ShellScript.lines(look));
    State wanted =
        resource.type().expected(resource.spec()) instanceof Expectation.Exists(State state)
            ? state
            : State.EMPTY;
    Map<String, TreeSet<String>> hub = read(wanted, observed);
    assertEquals(hub, read(wanted, ran.lines()), () -> resource.spec() + "\n" + probed + ran);
    return hub;
  }

  private static Map<String, TreeSet<String>> read(State wanted, Observation observed) {
    Map<String, TreeSet<String>> told = new TreeMap<>();
    switch (observed) {
      case Observation.Absent absent -> told.put("gone", new TreeSet<>());
      case Observation.Unknown unknown -> told.put("untold", new TreeSet<>());
      case Observation.Present present ->
          wanted
              .attributes()
              .keySet()
              .forEach(name ->
                  present
                      .state()
                      .get(name)
                      .ifPresent(
                          value -> told.put(name, new TreeSet<>(LeftCatalog.values(value)))));
    }
    return told;
  }

  private static Map<String, TreeSet<String>> read(State wanted, List<String> lines) {
    Map<String, TreeSet<String>> told = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.split("\t", -1);
      if (words[0].equals("gone") || words[0].equals("untold")) {
        return new TreeMap<>(Map.of(words[0], new TreeSet<>()));
      }
      if (words[0].equals("is") && wanted.get(words[1]).isPresent()) {
        told.computeIfAbsent(words[1], name -> new TreeSet<>()).add(words[2]);
      }
    }
    return told;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "running: true, enabled: true",
        "running: false, enabled: false",
        "masked: true",
        "restartOn: [\"service:b\"]"
      })
  void shouldReadUnitsOfSystemdAlike(String wishes) throws IOException {
    Resource<?> service =
        AloneNode.catalog("- service: {name: a, " + wishes + "}\n- service: {name: b}")
            .resources()
            .stream()
            .filter(r -> r.id().name().equals("a"))
            .findFirst()
            .orElseThrow();
    for (String active : List.of("active", "reloading", "inactive", "failed", "activating")) {
      for (String file :
          List.of(
              "enabled", "disabled", "static", "indirect", "generated", "masked", "linked", "")) {
        for (String load : List.of("loaded", "masked", "not-found")) {
          given("unit", unit(load, active, file, "simple", "0"));
          agreed("MESH_INIT=systemd", service);
        }
      }
    }
    given("unit", unit("loaded", "inactive", "enabled", "oneshot", "12345"));
    agreed("MESH_INIT=systemd", service);
    given("unit", "nonsense\n");
    agreed("MESH_INIT=systemd", service);
  }

  private static String unit(String load, String active, String file, String type, String ended) {
    return """
    Id=a.service
    Names=a.service
    LoadState=%s
    ActiveState=%s
    SubState=x
    UnitFileState=%s
    Type=%s
    Result=success
    ExecMainExitTimestampMonotonic=%s
    """
        .formatted(load, active, file, type, ended);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reload", "restart", "nonsense"})
  void shouldReadDueReactionsAlike(String word) throws IOException {
    given("unit", unit("loaded", "active", "enabled", "simple", "0"));
    Path due = Files.createDirectories(shell.home().resolve("due"));
    Files.writeString(due.resolve("service-61"), word + "\n");

    Map<String, TreeSet<String>> read =
        agreed("MESH_INIT=systemd", resource("service: {name: a, running: true}"));

    assertEquals(new TreeSet<>(List.of(word.equals("reload") ? word : "restart")), read.get("due"));
  }

  @Test
  void shouldReadMachinesWithoutAnyServicesAlike() {
    agreed("MESH_INIT=none", resource("service: {name: a, running: true}"));
    agreed("MESH_INIT=sysv", resource("service: {name: not-there, running: true}"));
    agreed("MESH_INIT=sysv", resource("service: {name: not-there, running: false}"));
    agreed("MESH_INIT=systemd", resource("service: {name: a, user: not-there, running: true}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x\tinstalled\tok\tamd64\t1.2 | ''",
        "x\tinstalled\treinst-required\tamd64\t1.2 | ''",
        "x\thalf-configured\tok\tamd64\t1.2 | ''",
        "x\tconfig-files\tok\tamd64\t1.2 | ''",
        "'' | ''",
        "'' | provides\tother\tinstalled\tx (= 1), y",
        "'' | provides\tother\tconfig-files\tx",
        "'' | provides\tother\tinstalled\txx, x-y"
      })
  void shouldReadPackagesOfDebianAlike(String rows, String provides) throws IOException {
    given("rows", rows.isEmpty() ? "" : rows + "\n");
    for (String wish : List.of("", ", version: \"1.2\"", ", version: \"2\"", ", state: absent")) {
      given("provides", provides.isEmpty() ? "" : provides + "\n");
      agreed("MESH_PM=apt", resource("package: {name: x" + wish + "}"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "comment: Ada",
        "groups: [crew, video]",
        "groups: [crew], append: true",
        "groups: []",
        "groups: [staff, crew]"
      })
  void shouldReadAccountsAlike(String wish) throws IOException {
    given("passwd", "ada:x:1000:50:Ada:/home/ada:/bin/sh\nbob:x:1001:7777::/home/bob:/bin/sh\n");
    given("group", "staff:x:50:\ncrew:x:60:bob,ada\nvideo:x:70:ada\nadas:x:80:adas\n");
    for (String name : List.of("ada", "bob", "eve")) {
      agreed("", resource("user: {name: %s, uid: 1000, group: staff, %s}".formatted(name, wish)));
      agreed("", resource("user: {name: %s, shell: /bin/sh, home: /home/ada}".formatted(name)));
    }
    agreed("", resource("group: {name: crew, gid: 61}"));
    agreed("", resource("group: {name: nobodys, gid: 61}"));
  }

  @Test
  void shouldReadKeysAlike() throws IOException {
    String one = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHU20e8zOxM8yXtDv0Mm5tm3x+icDCwlh6fGFRbzNwv2";
    String two = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA";
    Path home = Files.createDirectories(folder.resolve("home"));
    given("passwd", "root:x:0:0::" + home + ":/bin/sh\n");
    for (String exclusive : List.of("true", "false")) {
      Resource<?> keys =
          resource(
              "authorizedKeys: {user: root, exclusive: %s, keys: ['%s ada', 'from=\"10.0.0.1\",no-pty %s']}"
                  .formatted(exclusive, one, two));
      agreed("", keys);
      Path ssh = Files.createDirectories(home.resolve(".ssh"));
      for (String text :
          List.of(
              "",
              "# a comment\n" + one + " somebody else's comment\n",
              one + "\nfrom=\"10.0.0.1\",no-pty  " + two + "\n",
              "no-pty " + one + "\n" + two + "\n",
              one + "\n" + one + "\nnonsense\n")) {
        Files.writeString(ssh.resolve("authorized_keys"), text);
        agreed("", keys);
      }
      Files.delete(ssh.resolve("authorized_keys"));
    }
  }

  @Test
  void shouldReadBlocksAlike() throws IOException {
    Path file = folder.resolve("hosts");
    Resource<?> block =
        resource("block: {path: " + file + ", name: ship, content: \"one\\n\\ttwo\\n\"}");
    agreed("", block);
    String begin = "# BEGIN mesh-infra ship";
    String end = "# END mesh-infra ship";
    for (String text :
        List.of(
            "",
            "other\n",
            begin + "\none\n\ttwo\n" + end + "\n",
            "x\n" + begin + "\r\none\r\n" + end + "\r\ny",
            begin + "\n" + end + "\n",
            begin + "\none\n",
            end + "\n" + begin + "\n",
            begin + "\n" + begin + "\n" + end + "\n")) {
      Files.writeString(file, text);
      agreed("", block);
    }
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/etc/hosts"));
    agreed("", block);
  }
}
