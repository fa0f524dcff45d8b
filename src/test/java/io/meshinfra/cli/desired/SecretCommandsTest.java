package io.meshinfra.cli.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets with -f: from the folders of this machine, and what is not to be had is unknown. */
class SecretCommandsTest {
  private static final String SECRET = "s3cret of this laptop";

  @TempDir Path scratch;
  private Path manifests;
  private Path secrets;
  private Path target;

  @BeforeEach
  void makeAFleetOfThisMachine() throws Exception {
    manifests = Files.createDirectory(scratch.resolve("fleet"));
    secrets = Files.createDirectory(scratch.resolve("secrets"));
    target = scratch.resolve("token");
    Files.writeString(secrets.resolve("token"), SECRET + "\n");
    Files.setPosixFilePermissions(
        secrets.resolve("token"), PosixFilePermissions.fromString("rw-------"));
  }

  private void file(String secretRef) throws Exception {
    Files.writeString(
        manifests.resolve("node.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Node
        metadata: {name: here}
        spec:
          access: [local: true]
          become: none
          resources:
            - file: {path: %s, secretRef: "%s"}
        """
            .formatted(target, secretRef));
  }

  private CommandRun run(String... arguments) {
    return CommandRun.here()
        .inRealTime()
        .with("MESH_SECRETS_FOLDERS", secrets.toString())
        .run(arguments);
  }

  @Test
  void shouldCompareWithoutShowing() throws Exception {
    file("file:" + secrets.resolve("token"));
    Files.writeString(target, "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));

    CommandRun differs = run("diff", "-f", manifests.toString());
    Files.writeString(target, SECRET);
    CommandRun same = run("diff", "-f", manifests.toString());

    assertEquals(1, differs.code(), differs.out() + differs.err());
    assertTrue(
        differs.out().contains("content: differs -> secret file:" + secrets.resolve("token")),
        differs.out());
    assertFalse((differs.out() + differs.err()).contains(SECRET));
    assertEquals(0, same.code(), same.out() + same.err());
  }

  @Test
  void shouldSayWhyAFileIsUnknown() throws Exception {
    file("file:" + secrets.resolve("none"));

    CommandRun run = run("diff", "-f", manifests.toString());

    assertTrue(
        run.out().contains("secret file:" + secrets.resolve("none") + ": there is no file"),
        run.out());
  }

  @Test
  void shouldNotGiveAwayOtherFilesOfThisMachine() throws Exception {
    Path key = Files.writeString(scratch.resolve("id_ed25519"), "key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    file("file:" + key);

    CommandRun run = run("apply", "-f", manifests.toString(), "--yes");

    assertFalse(Files.exists(target), run.out());
    assertTrue((run.out() + run.err()).contains("mesh.secrets.folders"), run.out() + run.err());
  }

  @Test
  void shouldPlanByNameOnly() throws Exception {
    file("file:" + secrets.resolve("token"));

    CommandRun run = run("plan", "-f", manifests.toString());

    assertTrue(run.out().contains("secret file:"), run.out());
    assertFalse((run.out() + run.err()).contains(SECRET));
  }

  @Test
  void shouldCheckNamesWithoutLookingThemUp() throws Exception {
    file("gopas:web/token");
    CommandRun wrong = run("validate", manifests.toString());
    file("file:/nowhere/at/all");
    CommandRun right = run("validate", manifests.toString());

    assertEquals(2, wrong.code());
    assertTrue(wrong.out().contains("node.yaml:8:"), wrong.out());
    assertTrue(wrong.out().contains("no provider of secrets is named \"gopas\""), wrong.out());
    assertEquals(0, right.code(), right.out());
  }
}
