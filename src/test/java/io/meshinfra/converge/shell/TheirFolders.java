package io.meshinfra.converge.shell;

import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.StepResult;
import io.meshinfra.model.RunId;
import io.meshinfra.resource.Action;
import io.meshinfra.support.ScratchNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of root and one of a user, and what is needed to act in them as the hub does. */
abstract class TheirFolders {
  static final String USER = "nobody";
  static final RunId RUN = new RunId("20260102t030405-test-1");

  @TempDir Path home;
  @TempDir Path place;
  Path root;
  Path theirs;

  @BeforeEach
  final void setUp() throws IOException {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "giving folders away needs root");
    mode(place, "rwxr-xr-x");
    root = Files.createDirectory(place.resolve("root"));
    mode(root, "rwxr-xr-x");
    theirs = Files.createDirectory(place.resolve("theirs"));
    give(theirs, USER);
  }

  /** A process of the user that runs a shell text with these arguments until it is destroyed. */
  static Process racer(String text, Path... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
    command.addAll(List.of("sh", "-c", text, "racer"));
    Arrays.stream(arguments).map(Path::toString).forEach(command::add);
    return new ProcessBuilder(command).start();
  }

  final StepResult run(String id, Action... actions) {
    return new ShellRuns(
            new ScratchNode(home),
            Clock.systemUTC(),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30))
        .start(
            ScratchNode.target(),
            new RunId(id),
            Steps.about(new RunId(id)),
            List.of(Steps.step(1, actions)),
            RunListener.NONE)
        .results()
        .getFirst();
  }

  static void give(Path path, String user) throws IOException {
    Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setOwner(path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
  }

  static String owner(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
  }

  static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  static List<Path> in(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
