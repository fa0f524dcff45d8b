package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.FileTree;
import io.meshinfra.report.escape.EscapeHatch;
import io.meshinfra.source.GitSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jboss.logging.Logger;

/**
 * The escape hatch of what is in force, as a file in the home of the hub: whoever sits at that
 * machine has it without a hub that runs, without the repository and without a network.
 */
public final class EscapeText {
  /** In the home of the hub. */
  public static final String FILE = "escape-hatch.txt";

  private static final Logger LOG = Logger.getLogger(EscapeText.class);

  private EscapeText() {}

  /**
   * @param files of the revision that the fleet is of
   */
  public static String of(Fleet fleet, FileTree files) {
    return EscapeHatch.text(fleet, new EscapeHatch.Kept(files.list(EscapeHatch.Kept.FOLDER)));
  }

  /** Written beside and renamed, so that a text is there at all times. */
  private static void write(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Keeps it; a hub that cannot goes on, since that is not what it is for. */
  static void keep(Path home, Fleet fleet, GitSource source) {
    try {
      write(home.resolve(FILE), of(fleet, source.tree(fleet.revision(), "")));
    } catch (IOException | FileTree.UnreadableFile e) {
      LOG.errorf("the escape hatch cannot be kept in %s: %s", home, e);
    }
  }
}
