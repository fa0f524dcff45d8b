package io.meshinfra.join.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.ShellScript;
import io.meshinfra.support.StubbedShell;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script itself, with a folder in place of /etc; on whole machines ImportIT runs it. */
@Timeout(60)
class InventoryScriptTest {
  private static final String CLOSED =
      "others may not read it (a folder above it keeps them out), so it may hold a secret";

  @TempDir Path folder;
  private Path etc;

  @BeforeEach
  void open() throws Exception {
    mode(folder, "rwxr-xr-x");
    etc = put("etc", "rwxr-xr-x");
  }

  private static void mode(Path path, String mode) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private Path put(String path, String mode) throws Exception {
    Path there = Files.createDirectories(folder.resolve(path));
    mode(there, mode);
    return there;
  }

  private void file(String path, String mode) throws Exception {
    Path file = folder.resolve(path);
    Files.writeString(file, "text\n");
    mode(file, mode);
  }

  private Inventory taken() throws Exception {
    try (InputStream in = InventoryProbe.class.getResourceAsStream("inventory.sh")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String here = text.replace("/etc/", etc + "/").replace("find /etc ", "find " + etc + " ");
      StubbedShell.Ran ran =
          new StubbedShell(folder.resolve("shell"))
              .probe(ShellScript.of("MESH_PM=none MESH_INIT=none\nset -- mesh-ops\neval {}", here));
      InventoryReader reader = new InventoryReader();
      ran.lines().forEach(reader::line);
      return reader.inventory().orElseThrow(() -> new AssertionError(ran.toString()));
    }
  }

  private List<String> files() throws Exception {
    return taken().files().stream()
        .map(Inventory.ConfigFile::path)
        .filter(path -> path.startsWith(etc.toString()))
        .map(path -> path.substring(etc.toString().length()))
        .toList();
  }

  @Test
  void shouldOnlyNameWhatLiesInAFolderThatOthersDoNotGetInto() throws Exception {
    put("etc/app", "rwxr-xr-x");
    put("etc/only-through", "rwx--x--x");
    put("etc/closed", "rwxr-x---");
    put("etc/closed/open", "rwxr-xr-x");
    file("etc/app/a.conf", "rw-r--r--");
    file("etc/app/token", "rw-r-----");
    file("etc/only-through/b.conf", "rw-r--r--");
    file("etc/closed/c.conf", "rw-r--r--");
    file("etc/closed/open/it is $(id).conf", "rw-r--r--");

    assertEquals(List.of("/app/a.conf", "/only-through/b.conf"), files());
    assertEquals(
        List.of(
            new Inventory.Skipped(
                etc + "/app/token", "others may not read it (mode 640), so it may hold a secret"),
            new Inventory.Skipped(etc + "/closed/c.conf", CLOSED),
            new Inventory.Skipped(etc + "/closed/open/it is $(id).conf", CLOSED)),
        taken().skipped().stream()
            .filter(skipped -> skipped.what().startsWith(etc.toString()))
            .toList());
  }

  @Test
  void shouldTakeRulesOfSudoThoughTheirFolderIsClosed() throws Exception {
    put("etc/sudoers.d", "rwxr-x---");
    file("etc/sudoers.d/crew", "r--r-----");
    file("etc/sudoers.d/notes", "rw-r--r--");

    assertEquals(List.of("/sudoers.d/crew"), files());
  }
}
