package io.meshinfra.converge.alone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.model.Content;
import io.meshinfra.model.Facts;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Alone;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.ThingType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeftCatalogTest {
  private static final Facts DEBIAN =
      new Facts(
          "Linux",
          "debian",
          "12",
          "x86_64",
          "6",
          "node",
          Facts.Init.SYSTEMD,
          Facts.PackageManager.APT,
          "none",
          0,
          List.of(),
          "");

  private static LeftCatalog left(String resources) {
    return LeftCatalog.of(
        Sealing.none().seal(AloneNode.catalog(resources)), DEBIAN, "@mark:", 1_000_000);
  }

  /** A kind that a node cannot look at alone must be one that only the hub can look at. */
  @Test
  void shouldKnowHowToLookAtEveryKind() {
    List<String> blind =
        ResourceTypes.installed().all().stream()
            .filter(type -> !(type instanceof Alone<?>))
            .filter(type -> !(type instanceof ProbedByPlaybook<?>))
            .filter(type -> !(type instanceof ThingType))
            .map(type -> type.kind().name())
            .toList();

    assertEquals(List.of(), blind);
  }

  @Test
  void shouldHaveEachContentOnce() {
    LeftCatalog left = left("- file: {path: /etc/motd, content: \"unmistakable\"}\n");
    String content =
        java.util.Base64.getEncoder()
            .encodeToString("unmistakable".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertEquals(2, left.steps().split(content, -1).length, left::steps);
    assertTrue(
        left.catalog().contains("step\t1\tcreate\t1\nstep\t1\tupdate\t1\nstep\t1\tlink\t1\n"));
    assertFalse(left.catalog().contains(content));
  }

  @Test
  void shouldSayWhatReactsToWhatAndNoteItBeforehand() {
    LeftCatalog left =
        left(
            """
            - file: {path: /etc/a.conf, content: "x"}
            - service: {name: a, running: true, restartOn: ["file:/etc/a.conf"]}
            """);

    assertTrue(left.catalog().contains("react\t2\t1\trestart\n"), left::catalog);
    assertTrue(left.catalog().contains("needs\t2\t1\n"), left::catalog);
    assertTrue(left.catalog().contains("want\t2\tdue\tnone\n"), left::catalog);
    assertTrue(left.steps().contains("mesh_make_due 'service-61' 'restart'"), left::steps);
  }

  @Test
  void shouldSayWhatOnlyTheHubCanLookAt() {
    LeftCatalog left =
        LeftCatalog.of(
            Sealing.none().seal(Catalogs.of(ThingType.thing("a", "b"))), DEBIAN, "@mark:", 1);

    assertEquals(
        "resource\t1\tthing:a\nskip\t1\tonly the hub can look at it and bring it about\n",
        left.catalog());
    assertFalse(left.looks().contains("printf 'on"), left::looks);
  }

  @Test
  void shouldWriteValuesAsTheNodeComparesThem() {
    assertEquals(List.of("a?b?c"), LeftCatalog.values(Value.of("a\tb\nc")));
    assertEquals(List.of("a", "b"), LeftCatalog.values(Value.of(Set.of("b", "a"))));
    assertEquals(List.of(""), LeftCatalog.values(Value.of(Set.of())));
    assertEquals(
        List.of(Content.of("x").sha256()),
        LeftCatalog.values(new Value.Content(Content.of("x").sha256(), 1, Optional.empty())));
  }

  @Test
  void shouldPlanForEverythingThatMayHappen() {
    State state = State.EMPTY.with("due", "none").with("running", true).with("type", "file");

    assertEquals(
        Set.of("create", "update", "link", "reload", "restart"),
        Ways.of(Expectation.exists(state)).keySet());
    assertEquals(
        Set.of("running"),
        ((Change.Update) Ways.of(Expectation.exists(state)).get("update")).differences().keySet());
    assertEquals(Set.of("delete"), Ways.of(Expectation.GONE).keySet());
    assertEquals(Set.of("create"), Ways.of(Expectation.exists(State.EMPTY)).keySet());
  }

  /** A catalog of 1,000 resources, half of them small files. */
  @Test
  void shouldStaySmall() {
    StringBuilder resources = new StringBuilder();
    IntStream.range(0, 500)
        .forEach(i ->
            resources
                .append("- file: {path: /etc/f")
                .append(i)
                .append(", content: \"")
                .append("c".repeat(200))
                .append("\", mode: \"0644\"}\n- cron: {name: j")
                .append(i)
                .append(", schedule: \"5 4 * * *\", command: \"true\"}\n"));

    LeftCatalog left = left(resources.toString());

    int size = left.catalog().length() + left.looks().length() + left.steps().length();
    assertTrue(size < 1_500_000, () -> size + " bytes");
  }
}
