package io.meshinfra.converge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Action;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users of the node who mean ill, and large files, do to what is kept and put back. */
@Timeout(60)
class KeepingTest extends TheirFolders {
  private static final String ID = RUN.value();

  @Test
  void shouldNotKeepWhatWouldFillTheDisk() throws IOException {
    Path file = sized(root.resolve("log"), 65L << 20);
    run(ID, Steps.put(file, "new", null, null, null));

    assertFalse(Files.exists(kept("was")));
    assertEquals(
        "left\t" + file + "\tits content was not kept: it had more than 64 MiB",
        restore().getFirst());
    assertEquals("new", Files.readString(file));
  }

  @Test
  void shouldNotKeepWhatAUserMakesLarge() throws IOException {
    Path file = sized(theirs.resolve("file"), 65L << 20);
    give(file, USER);
    run(ID, Steps.put(file, "new", null, null, null));

    assertFalse(Files.exists(kept("was")));
    assertTrue(restore().getFirst().endsWith("it had more than 64 MiB"));
  }

  @Test
  void shouldNotPutBackHalfOfAFile() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "the whole of it");
    run(ID, Steps.put(file, "new", null, null, null));
    Files.writeString(kept("was"), "the wh");

    assertEquals("left\t" + file + "\twhat was kept of it is not whole", restore().getFirst());
    assertEquals("new", Files.readString(file));
  }

  /** Half a copy would take the last room of the disk, and stay for as long as the generation. */
  @Test
  void shouldLeaveNoHalfCopyOnAFullDisk() throws IOException {
    Path file = sized(root.resolve("file"), 3L << 20);
    Path small = Files.createDirectory(place.resolve("small"));
    String text =
        "mount -t tmpfs -o size=2m tmpfs \"$2\" && mkdir -p \"$2/runs/r/kept\" && MESH_RUN=$2/runs/r"
            + " && cp \"$1\" $MESH_RUN/lib && . $MESH_RUN/lib"
            + " && { mesh_keep \"$3\" 2>/dev/null; echo $?; ls $MESH_RUN/kept/1; }";
    run(ID, Action.run(ShellScript.of("true")));
    Path lib = home.resolve("runs/" + ID + "/lib");

    List<String> told =
        Processes.lines(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                text,
                "full",
                lib.toString(),
                small.toString(),
                file.toString()));

    assertEquals(List.of("1", "by", "path", "step", "exit 0"), told);
  }

  /** He would get to read what only root could. */
  @Test
  void shouldNotPutAFileOfRootIntoTheFolderOfAUser() throws IOException {
    Path folder = Files.createDirectory(root.resolve("folder"));
    Path file = Files.writeString(folder.resolve("file"), "secret");
    run(ID, Steps.put(file, "new", null, null, null));
    give(folder, USER);

    assertEquals(
        "left\t%s\tits folder belonged to root when it was kept and belongs to %s now;"
                .formatted(file, USER)
            + " put it back by hand",
        restore().getFirst());
    assertEquals("new", Files.readString(file));
  }

  /** Root would write what a user has put down, with any owner and mode that he says it had. */
  @Test
  void shouldNotPutAFileOfAUserIntoTheFolderOfRoot() throws IOException {
    Path file = Files.writeString(theirs.resolve("file"), "his");
    give(file, USER);
    run(ID, Steps.put(file, "new", null, null, null));
    give(theirs, "root");

    assertTrue(restore().getFirst().contains("belonged to " + USER), restore().getFirst());
    assertEquals("new", Files.readString(file));
  }

  @Test
  void shouldNotChangeWhatALinkInPlaceOfAFolderPointsTo() throws IOException {
    Path folder = Files.createDirectory(shared().resolve("folder"));
    mode(folder, "rwxrwxrwx");
    give(folder, USER);
    run(ID, Action.run(ShellScript.of("chmod 0755 {}", folder), List.of(folder.toString())));
    Path precious = Files.createDirectory(root.resolve("precious"));
    mode(precious, "rwx------");
    Files.delete(folder);
    Files.createSymbolicLink(folder, precious);

    assertTrue(restore().getFirst().endsWith("it was swapped meanwhile"), restore().toString());
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(precious)));
    assertEquals("root", owner(precious));
  }

  /**
   * Whatever he swaps, and whenever: what is kept has the owner and mode of the file it is from.
   */
  @Test
  void shouldNotTakeAFileOfRootForOneOfAUser() throws IOException {
    Path precious = Files.writeString(root.resolve("precious"), "precious");
    mode(precious, "rw-------");
    Path file = Files.writeString(shared().resolve("file"), "his");
    give(file, USER);
    String swap =
        "cd \"${1%/*}\" && while :; do ln -s \"$2\" l && mv -f l file; echo his >f && mv -f f file; done";
    Process racer = racer(swap, file, precious);
    try {
      for (int i = 0; i < 12; i++) {
        String id = "20260102t0304%02d-test-1".formatted(10 + i);
        run(id, Action.run(ShellScript.of("true"), List.of(file.toString())));
        Path entry = home.resolve("runs/" + id + "/kept/1");
        if (Files.exists(entry.resolve("was"))
            && Files.readString(entry.resolve("was")).equals("precious")) {
          String before = Files.readString(entry.resolve("before"));
          assertTrue(before.startsWith("file 0 0 600 "), before);
          assertFalse(Files.isSymbolicLink(entry.resolve("was")));
        }
      }
    } finally {
      racer.destroyForcibly();
    }
  }

  private Path shared() throws IOException {
    Path shared = Files.createDirectory(place.resolve("shared"));
    Processes.lines(List.of("chmod", "1777", shared.toString()));
    return shared;
  }

  private static Path sized(Path file, long bytes) throws IOException {
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(bytes);
    }
    return file;
  }

  private Path kept(String name) {
    return home.resolve("runs/" + ID + "/kept/1/" + name);
  }

  private List<String> restore() {
    Path folder = home.resolve("runs/" + ID);
    return Processes.lines(List.of("sh", folder + "/restore.sh", folder.toString()));
  }
}
