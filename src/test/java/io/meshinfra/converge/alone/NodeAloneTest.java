package io.meshinfra.converge.alone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.alone.NodeAlone.Answer;
import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Revision;
import io.meshinfra.support.ScratchNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node knows and does when its hub is gone; with real shell on this machine. */
@Timeout(120)
class NodeAloneTest {
  private static final String HEART = "it's $(touch pwned) \"and\" `so`";

  @TempDir Path home;
  @TempDir Path place;
  private AloneNode node;

  @BeforeEach
  void setUp() {
    node = new AloneNode(home);
  }

  /** Every kind that needs nothing but files. */
  private String everything() {
    return """
    - directory: {path: PLACE/folder, mode: "2750", owner: root, group: daemon}
    - file:
        path: "PLACE/folder/it's $(touch pwned) \\"and\\" `so`"
        content: "one\\ntwo\\n"
        mode: "0640"
        owner: "0"
    - file: {path: PLACE/modeOnly, mode: "0600", content: "x"}
    - file: {path: PLACE/away, state: absent}
    - symlink: {path: PLACE/link, target: "PLACE/folder"}
    - block: {path: PLACE/hosts, name: ship, content: "10.1.2.3 harbour\\n"}
    - shell: {name: anchor, check: test -e PLACE/anchor, apply: touch PLACE/anchor}
    """
        .replace("PLACE", place.toString());
  }

  static Stream<List<String>> mischief() {
    String file = "\"folder/it's \\$(touch pwned) \\\"and\\\" \\`so\\`\"";
    String name = "file:PLACE/folder/" + HEART;
    return Stream.of(
        List.of("rm " + file, name + ": is missing"),
        List.of("echo more >>" + file, name + ": content: sha256 "),
        List.of("chmod 666 " + file, name + ": mode: 0666 -> 0640"),
        List.of("chown daemon " + file, name + ": owner: 1 -> 0"),
        List.of("rm " + file + "; ln -s /etc/passwd " + file, name + ": content: nothing -> "),
        List.of("chmod 777 folder", "directory:PLACE/folder: mode: 2777 -> 2750"),
        List.of("chgrp root folder", "directory:PLACE/folder: group: root -> daemon"),
        List.of("mv folder elsewhere", "directory:PLACE/folder: is missing"),
        List.of("touch away", "file:PLACE/away: is there, and shall not be"),
        List.of("rm link", "symlink:PLACE/link: is missing"),
        List.of("ln -sfn /tmp link", "symlink:PLACE/link: target: /tmp -> PLACE/folder"),
        List.of("sed -i s/harbour/reef/ hosts", "block:PLACE/hosts#ship: content: sha256 "),
        List.of("echo other >hosts", "block:PLACE/hosts#ship: is missing"),
        List.of("rm anchor", "shell:anchor: check: exit 1 -> exit 0"));
  }

  @ParameterizedTest
  @MethodSource("mischief")
  void shouldTellWhatSomebodyDidAndPutItRight(List<String> deedAndWords) throws IOException {
    node.converged(everything());
    assertEquals("exit 0", node.mesh("verify").getLast());
    AloneNode.shell("sh", "-c", "cd " + place + " && " + deedAndWords.getFirst());

    List<String> told = node.mesh("verify");
    List<String> done = node.mesh("apply");

    String words = "differs    " + deedAndWords.getLast().replace("PLACE", place.toString());
    assertTrue(told.stream().anyMatch(line -> line.startsWith(words)), () -> words + "\n" + told);
    assertEquals("exit 1", told.getLast());
    assertEquals("exit 0", done.getLast(), done::toString);
    assertTrue(done.getFirst().startsWith("put right  "), done::toString);
    assertTrue(node.look(AloneNode.catalog(everything())).isEmpty(), "the hub sees it otherwise");
    assertFalse(Files.exists(place.resolve("pwned")) || Files.exists(home.resolve("pwned")));
  }

  @Test
  void shouldSayThatAllIsFineAndDoNothing() {
    node.converged(everything());

    List<String> told = node.mesh("apply");

    assertEquals(List.of("7 of 7 resources are as they shall be at 0000000000", "exit 0"), told);
  }

  /** What applying replaces is a generation like any other. */
  @Test
  void shouldBeUndoneLikeARunOfTheHub() throws IOException {
    Path file = place.resolve("file");
    node.converged("- file: {path: %s, content: ours}\n".formatted(file));
    Files.writeString(file, "by hand");
    node.mesh("apply");
    assertEquals("ours", Files.readString(file));

    List<String> list = AloneNode.shell("sh", home + "/rollback", "list");
    List<String> back = AloneNode.shell("sh", home + "/rollback", "to", "1");

    assertTrue(list.getFirst().endsWith("(put right on the node)"), list::toString);
    assertEquals(List.of("back\t" + file, "exit 0"), back);
    assertEquals("by hand", Files.readString(file));
  }

  @Test
  void shouldReplaceALinkButNothingElseOfAnotherType() throws IOException {
    Path file = place.resolve("file");
    Path folder = place.resolve("folder");
    node.converged(
        "- file: {path: %s, content: ours}\n- directory: {path: %s}\n".formatted(file, folder));
    Files.delete(file);
    Files.createDirectory(file);

    List<String> told = node.mesh("apply");

    assertTrue(
        told.getFirst().startsWith("differs    file:" + file + ": content: nothing -> sha256 "),
        told::toString);
    assertTrue(
        told.getFirst()
            .endsWith("type: directory -> file (not put right here: something else is there)"),
        told::toString);
    assertEquals("exit 1", told.getLast());
    assertTrue(Files.isDirectory(file));
  }

  @Test
  void shouldTellWhichStepFailedAndSkipWhatNeedsIt() throws IOException {
    String anchor = place.resolve("anchor").toString();
    node.converged(
        """
        - shell: {name: first, check: "test -e A", apply: "echo no luck >&2; test ! -e A.broken; touch A"}
        - shell: {name: second, check: "test -e A.2", apply: "touch A.2"}
          after: ["shell:first"]
        """
            .replace(" A", " " + anchor));
    AloneNode.shell("sh", "-c", "rm %s %s.2; touch %s.broken".formatted(anchor, anchor, anchor));

    List<String> told = node.mesh("apply");

    assertEquals("failed     shell:first: no luck ", told.getFirst());
    assertEquals("skipped    shell:second: a step it needs failed", told.get(1));
    assertEquals("exit 1", told.getLast());
  }

  @Test
  void shouldDoNothingWhileARunIsAtWork() throws Exception {
    Path file = place.resolve("file");
    node.converged("- file: {path: %s, content: ours}\n".formatted(file));
    Files.delete(file);
    Process holder = new ProcessBuilder("flock", home.resolve("lock").toString(), "cat").start();
    try {
      while (AloneNode.shell("flock", "-n", home.resolve("lock").toString(), "true")
          .getLast()
          .equals("exit 0")) {
        Thread.onSpinWait();
      }

      List<String> told = node.mesh("apply");

      assertEquals("exit 2", told.getLast(), told::toString);
      assertTrue(told.getFirst().startsWith("a run of mesh-infra is at work here"));
      assertFalse(Files.exists(file));
    } finally {
      holder.destroy();
    }
  }

  /** Somebody was faster than the hub: the node does not take for right what the hub never saw. */
  @Test
  void shouldNotActOnWhatItReadOtherwiseThanTheHub() throws IOException {
    Path file = place.resolve("file");
    Drift seen =
        node.converge(AloneNode.catalog("- file: {path: %s, content: ours}\n".formatted(file)));
    Files.writeString(file, "by hand");

    Answer answer = node.leave(seen);

    assertEquals(1, assertInstanceOf(Answer.Left.class, answer).alone().unproved());
    List<String> told = node.mesh("apply");
    assertEquals(
        "skipped    file:%s: when this was left here, the machine read it otherwise than the hub"
            .formatted(file),
        told.getFirst());
    assertEquals("exit 0", told.getLast());
    assertEquals("by hand", Files.readString(file));
  }

  @Test
  void shouldOnlyVerifyWhatTheHubOnlyObserves() throws IOException {
    Path file = place.resolve("file");
    node.converge(AloneNode.catalog("- file: {path: %s, content: ours}\n".formatted(file)));
    node.converged("- file: {path: %s, content: ours}\n  mode: observe\n".formatted(file));
    Files.delete(file);

    List<String> told = node.mesh("apply");

    assertEquals(
        "differs    file:%s: is missing (not put right here: mode observe reports and never changes)"
            .formatted(file),
        told.getFirst());
    assertEquals("exit 1", told.getLast());
    assertFalse(Files.exists(file));
    assertTrue(
        node.mesh("status")
            .contains("only verified  file:" + file + ": mode observe reports and never changes"));
  }

  @Test
  void shouldVerifyASecretByASaltedDigestAndHaveItNowhereElse() throws IOException {
    Path file = place.resolve("key");
    node.secrets.set("web", "hunter2 is not it");
    node.converged(
        "- file: {path: %s, content: \"k={{ secret('known:web') }}\\n\"}\n".formatted(file));
    assertEquals("exit 0", node.mesh("verify").getLast());
    try (Stream<Path> all = Files.walk(home.resolve("alone"))) {
      for (Path left : all.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(left).contains("hunter2"), left::toString);
      }
    }
    Files.writeString(file, "k=guess\n");

    List<String> told = node.mesh("apply");

    assertEquals(
        "differs    file:%s: content: differs -> text with secret known:web (not put right here: %s)"
            .formatted(file, LeftCatalog.SECRET),
        told.getFirst());
    assertEquals("exit 1", told.getLast());
    assertEquals("k=guess\n", Files.readString(file));
  }

  @Test
  void shouldLeaveOutWhatIsTooMuch() throws IOException {
    Path large = place.resolve("large");
    Path small = place.resolve("small");
    Drift seen =
        node.converge(
            AloneNode.catalog(
                "- file: {path: %s, content: \"%s\"}\n- file: {path: %s, content: x}\n"
                    .formatted(large, "y".repeat(5000), small)));
    node.leave(seen, new NodeAlone.Settings(Duration.ofSeconds(30), Keeping.USUAL, 5000));
    Files.delete(large);
    Files.delete(small);

    List<String> told = node.mesh("apply");

    assertEquals("put right  file:" + small, told.getFirst());
    assertTrue(told.get(1).startsWith("differs    file:" + large + ": is missing (not put right"));
    assertTrue(
        node.mesh("status")
            .contains(
                "only verified  file:%s: there was no room for its content: mesh.hub-loss.largest"
                    .formatted(large)));
  }

  @Test
  void shouldTellTheHubWhatItHasAndTakeAnotherRevisionInOneLine() {
    Drift seen = node.converged(everything());
    Facts facts = node.look(seen.catalog()).facts();
    assertTrue(NodeAlone.has(facts, seen.catalog(), AloneNode.SETTINGS));
    Revision next = new Revision("a".repeat(40));

    Answer answer = node.hub().renew(ScratchNode.target(), facts.alone().orElseThrow(), next);

    Facts.Alone now = node.look(seen.catalog()).facts().alone().orElseThrow();
    assertEquals(now, assertInstanceOf(Answer.Left.class, answer).alone());
    assertEquals(next, now.revision());
    assertEquals(7, now.resources());
    assertEquals("exit 0", node.mesh("verify").getLast());
  }

  @Test
  void shouldKnowAnotherCatalogFromTheOneItHas() {
    Drift seen = node.converged(everything());
    Facts facts = node.look(seen.catalog()).facts();

    assertFalse(
        NodeAlone.has(
            facts, AloneNode.catalog(everything().replace("2750", "2755")), AloneNode.SETTINGS));
    assertFalse(NodeAlone.has(facts.with(Optional.empty()), seen.catalog(), AloneNode.SETTINGS));
    assertTrue(NodeAlone.has(facts, seen.catalog().onlyHealed("a wave"), AloneNode.SETTINGS));
  }

  @Test
  void shouldTakeAwayEverything() {
    node.converged(everything());

    assertInstanceOf(Answer.Removed.class, node.hub().remove(ScratchNode.target()));
    assertInstanceOf(Answer.Removed.class, node.hub().remove(ScratchNode.target()));

    assertFalse(Files.exists(home.resolve("mesh")) || Files.exists(home.resolve("alone")));
  }

  /** The hub died between the two renames. */
  @Test
  void shouldFindTheFormerCatalogWhenItWasBeingReplaced() throws IOException {
    node.converged(everything());
    Files.move(home.resolve("alone"), home.resolve("alone.old"));

    assertEquals("exit 0", node.mesh("verify").getLast());
  }

  @Test
  void shouldSayWhatItCanDo() {
    node.converged(everything());

    assertEquals("exit 2", node.mesh("nonsense").getLast());
    List<String> status = node.mesh("status");
    assertTrue(
        status.getFirst().matches("scratch at 0{40}, left here by the hub 20\\S+Z: 7 resources"),
        status::toString);
  }

  /** What a catalog of 1,000 resources costs a node: when it is left, and when it is verified. */
  @Test
  void shouldVerifyAThousandFilesInReasonableTime() throws IOException {
    StringBuilder resources = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      Path file = Files.writeString(place.resolve("f" + i), "content " + i);
      resources.append("- file: {path: %s, content: \"content %d\"}\n".formatted(file, i));
    }
    Drift seen = node.look(AloneNode.catalog(resources.toString()));
    Instant begin = Instant.now();
    node.leave(seen);
    Duration left = Duration.between(begin, Instant.now());

    List<String> told = node.mesh("verify");

    Duration both = Duration.between(begin, Instant.now());
    try (Stream<Path> all = Files.walk(home.resolve("alone"))) {
      long size = all.mapToLong(path -> path.toFile().length()).sum();
      System.out.printf("leave %s, verify %s, %d bytes%n", left, both.minus(left), size);
    }
    assertEquals("exit 0", told.getLast(), told::toString);
    assertTrue(both.toSeconds() < 90, both::toString);
  }
}
