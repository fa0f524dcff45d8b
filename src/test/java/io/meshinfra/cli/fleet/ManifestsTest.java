package io.meshinfra.cli.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
  private static final String NODE =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: here}
      spec: {access: [{local: true}]}
      """;

  @TempDir Path folder;

  @Test
  void shouldLookAtTheIntentBesideManifestsThatAreInNoRepository() throws IOException {
    Path manifests = Files.createDirectories(folder.resolve("desired-state"));
    Files.writeString(manifests.resolve("here.yaml"), NODE);
    Path intents = Files.createDirectories(folder.resolve("infra/policy/intent"));
    Files.writeString(intents.resolve("network.yaml"), "rubbish: [\n");

    CommandRun run = CommandRun.of("validate", manifests.toString());

    assertEquals(2, run.code(), run.out() + run.err());
    assertTrue(
        (run.out() + run.err()).contains("infra/policy/intent/network.yaml:"),
        run.out() + run.err());
  }

  @Test
  void shouldTakeTheFolderForTheWholeWhereThereIsNothingBesideIt() throws IOException {
    Path manifests = Files.createDirectories(folder.resolve("desired-state"));
    Files.writeString(manifests.resolve("here.yaml"), NODE);
    Files.writeString(folder.resolve("else.yaml"), "rubbish: [\n");

    CommandRun run = CommandRun.of("validate", manifests.toString());

    assertEquals(0, run.code(), run.out() + run.err());
  }
}
