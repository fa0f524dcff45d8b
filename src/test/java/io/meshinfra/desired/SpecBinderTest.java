package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.meshinfra.model.Content;
import io.meshinfra.model.Mode;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.FileMode;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecBinderTest {

  enum Init {
    SYSTEMD,
    ALWAYS_ON
  }

  record Port(@Min(1) @Max(65535) Integer number, @NotBlank String name) {}

  record Spec(
      @NotNull AbsolutePath path,
      FileMode mode,
      String version,
      Boolean running,
      Long size,
      Init init,
      Mode heal,
      Optional<@Size(max = 5) String> owner,
      List<@NotBlank String> names,
      Set<AbsolutePath> paths,
      Map<String, Integer> limits,
      Port port,
      List<Port> ports,
      Object any,
      Optional<Content> content) {
    Spec {
      if (path.value().equals("/refused")) {
        throw new IllegalArgumentException("this path is refused");
      }
    }
  }

  @Test
  void shouldBindEveryKindOfComponent() {
    Spec spec =
        bound(
            """
            path: /etc/motd
            mode: 0644
            version: 1.10
            running: true
            size: 12
            init: always-on
            heal: heal
            owner: root
            names: [a, "b"]
            paths: [/a, /b]
            limits: {x: 1}
            port: {number: 22, name: ssh}
            ports: [{name: a}, {name: b}]
            any: {a: [1, 2.5, true, 007, text]}
            """);

    assertEquals(
        new Spec(
            new AbsolutePath("/etc/motd"),
            new FileMode("0644"),
            "1.10",
            true,
            12L,
            Init.ALWAYS_ON,
            Mode.HEAL,
            Optional.of("root"),
            List.of("a", "b"),
            Set.of(new AbsolutePath("/a"), new AbsolutePath("/b")),
            Map.of("x", 1),
            new Port(22, "ssh"),
            List.of(new Port(null, "a"), new Port(null, "b")),
            Map.of("a", List.of(1L, 2.5, true, "007", "text")),
            Optional.empty()),
        spec);
  }

  @Test
  void shouldGiveNullEmptyAndEmptyCollectionsForWhatIsNotWritten() {
    assertEquals(
        new Spec(
            new AbsolutePath("/x"),
            null,
            null,
            null,
            null,
            null,
            null,
            Optional.empty(),
            List.of(),
            Set.of(),
            Map.of(),
            null,
            List.of(),
            null,
            Optional.empty()),
        bound("path: /x\nnames:\n"));
  }

  @Test
  void shouldTellEveryMistakeAtItsPlace() {
    assertFindings(
        """
        path: etc
        mode: "9"
        running: yes
        size: big
        init: alwayson
        onwer: root
        owner: toolong
        names: [ok, ""]
        limits: {x: one, y: [1]}
        port: {number: 0}
        ports: {}
        content: hello
        version:
        """,
        """
        spec.yaml:1:7: path: a path starts with /, not "etc"
        spec.yaml:2:7: mode: a mode is three or four octal digits in quotes, like "0644", not "9"
        spec.yaml:3:10: running: expected true or false, found "yes": other words such as yes, no, on and off are texts in YAML 1.2
        spec.yaml:4:7: size: expected a whole number, found "big"
        spec.yaml:5:7: init: expected one of systemd, always-on, found "alwayson"; did you mean "always-on"?
        spec.yaml:6:1: unknown key "onwer" in Spec; did you mean "owner"?
        spec.yaml:7:8: owner: must have 0 to 5 characters or items, not "toolong"
        spec.yaml:8:13: names: must not be blank, not ""
        spec.yaml:9:13: x: expected a whole number, found "one"
        spec.yaml:9:21: y: expected a whole number, found a list
        spec.yaml:10:7: name is missing
        spec.yaml:10:16: number: must be at least 1, not "0"
        spec.yaml:11:8: ports: expected a list, found a map
        spec.yaml:12:1: unknown key "content" in Spec; known are: any, heal, init, limits, mode, names, owner, path, paths, port, ports, running, ...
        spec.yaml:13:9: version: no value is written; give one or remove the key
        """);
  }

  @Test
  void shouldTellWhatTheRecordItselfRefuses() {
    assertFindings("path: /refused", "spec.yaml:1:1: Spec: this path is refused\n");
  }

  @Test
  void shouldRefuseAKeyThatStandsTwice() {
    assertFindings(
        "path: /a\npath: /b",
        "spec.yaml:2:1: the key \"path\" stands here twice, first at line 1; remove one\n");
  }

  @Test
  void shouldFollowAliases() {
    assertEquals(List.of("x", "y", "x"), bound("path: /a\nnames: [&x x, y, *x]").names());
  }

  record Rare(@jakarta.validation.constraints.Email String mail) {}

  @Test
  void shouldLeaveRareConstraintsToTheValidator() {
    assertEquals(
        new Binding.Faulty<Rare>(
            List.of(
                new Finding(
                    "spec.yaml", 1, 7, "mail: must be a well-formed email address, not \"x\""))),
        SpecBinder.bind(Rare.class, "mail: x"));
  }

  private static Spec bound(String yaml) {
    return switch (SpecBinder.bind(Spec.class, yaml)) {
      case Binding.Bound<Spec>(Spec spec) -> spec;
      case Binding.Faulty<Spec>(List<Finding> findings) -> fail(findings.toString());
    };
  }

  private static void assertFindings(String yaml, String expected) {
    switch (SpecBinder.bind(Spec.class, yaml)) {
      case Binding.Bound<Spec> bound -> fail("bound: " + bound);
      case Binding.Faulty<Spec>(List<Finding> findings) ->
          assertEquals(
              expected, String.join("", findings.stream().map(finding -> finding + "\n").toList()));
    }
  }
}
