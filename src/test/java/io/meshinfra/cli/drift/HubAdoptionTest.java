package io.meshinfra.cli.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.hub.FakeHub;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Content;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** mesh drift adopt by a hub, into a working copy. */
class HubAdoptionTest {
  private static final String ASKED = "POST /nodes/laptop/adoption";
  private static final String BEFORE = "mode: \"0644\"   # short\n";
  private static final String AFTER = "mode: \"0600\"   # short\n";

  @TempDir Path folder;
  private Path copy;
  private FakeHub hub;

  @BeforeEach
  void cloneAFleet() throws Exception {
    copy = Files.createDirectory(folder.resolve("copy"));
    Files.createDirectory(copy.resolve(".git"));
    Files.createDirectory(copy.resolve("desired-state"));
    Files.writeString(copy.resolve("desired-state/nodes.yaml"), BEFORE);
    hub = new FakeHub(folder);
    hub.answers(ASKED, answer("desired-state/nodes.yaml", BEFORE));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static String answer(String path, String before) {
    return """
    {"node":"laptop","revision":"0123456789012345678901234567890123456789","probed":true,
     "away":false,"reason":"","drifting":["file:/etc/motd","shell:x"],
     "adopted":[{"node":"laptop","resource":"file:/etc/motd",
      "places":["desired-state/nodes.yaml:1:1"],"note":""}],
     "refused":[{"node":"laptop","resource":"shell:x","place":"desired-state/nodes.yaml:2:1",
      "reason":"a check\\u001b tells nothing"}],
     "files":[{"path":"%s","before":"%s","content":"%s"}]}
    """
        .formatted(
            path,
            Content.of(before).sha256(),
            Base64.getEncoder().encodeToString(AFTER.getBytes(StandardCharsets.UTF_8)));
  }

  private String manifest() throws Exception {
    return Files.readString(copy.resolve("desired-state/nodes.yaml"));
  }

  private CommandRun adopt(String... more) {
    String[] words = new String[5 + more.length];
    String[] first = {
      "drift", "adopt", "laptop", "--into", copy.resolve("desired-state").toString()
    };
    System.arraycopy(first, 0, words, 0, 5);
    System.arraycopy(more, 0, words, 5, more.length);
    return hub.run(words);
  }

  @Test
  void shouldWriteWhatTheHubThoughtOutIntoTheWorkingCopy() throws Exception {
    CommandRun run = adopt("file:/etc/motd", "--yes");

    run.assertOutIs("adopt-hub.txt");
    assertEquals(1, run.code(), "the shell resource is left: " + run.err());
    assertEquals(AFTER, manifest());
    assertEquals(ASKED + " {\"resources\":[\"file:/etc/motd\"]}", hub.requests.getLast());
  }

  @Test
  void shouldOnlyShowItWithoutTheWordOfAPerson() throws Exception {
    CommandRun run = adopt();

    assertTrue(run.out().contains("+mode: \"0600\""), run.out());
    assertTrue(run.err().contains("Nothing was written; --yes writes it."), run.err());
    assertEquals(1, run.code());
    assertEquals(BEFORE, manifest());
    assertEquals(ASKED + " {\"resources\":[]}", hub.requests.getLast());
  }

  @Test
  void shouldNotUndoWhatIsNotInForceYet() throws Exception {
    Files.writeString(copy.resolve("desired-state/nodes.yaml"), "mode: \"0644\"\nmore: true\n");

    CommandRun run = adopt("--yes");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("\"desired-state/nodes.yaml\" in "), run.err());
    assertTrue(
        run.err().contains("is not as at commit 0123456789012345678901234567890123456789"),
        run.err());
    assertTrue(manifest().contains("more: true"), manifest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "/etc/passwd", "desired-state/none.yaml", ".git/config"})
  void shouldWriteNothingElsewhereWhateverTheHubSays(String path) throws Exception {
    Files.writeString(folder.resolve("secret"), BEFORE);
    Files.writeString(copy.resolve(".git/config"), BEFORE);
    hub.answers(ASKED, answer(path, BEFORE));

    CommandRun run = adopt("--yes");

    assertEquals(2, run.code(), run.out());
    assertEquals(BEFORE, Files.readString(folder.resolve("secret")));
    assertEquals(BEFORE, Files.readString(copy.resolve(".git/config")));
  }

  @Test
  void shouldTellPrograms() throws Exception {
    var tree = Tree.mapper().readTree(adopt("-y", "-o", "json").out());

    assertEquals("laptop", tree.at("/node").asText());
    assertEquals("desired-state/nodes.yaml", tree.at("/files/0/path").asText());
    assertEquals("a check\\u001b tells nothing", tree.at("/refused/0/reason").asText());
    assertEquals(true, tree.at("/written").asBoolean());
  }

  @Test
  void shouldTellANodeThatIsAway() {
    hub.answers(
        ASKED, "{\"node\":\"laptop\",\"probed\":false,\"away\":true,\"reason\":\"no route\"}");

    CommandRun run = adopt("-y");

    assertEquals("mesh: laptop is away: no route\n", run.err());
    assertEquals(2, run.code());
  }

  @Test
  void shouldNotTakeAnythingForAnAnswer() {
    hub.answers(
        ASKED, answer("desired-state/nodes.yaml", BEFORE).replace("file:/etc/motd\",", "x\","));

    CommandRun run = adopt("-y");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("is no adoption"), run.err());
  }

  @Test
  void shouldWantToKnowWhichFilesAreMeant() {
    assertEquals(2, adopt("-f", copy.toString()).code());
    assertTrue(adopt("-f", copy.toString()).err().contains("leave out --into"));
    assertTrue(
        hub.run("drift", "adopt", "laptop", "--into", folder.resolve("no").toString())
            .err()
            .contains("there is no directory"));
  }
}
