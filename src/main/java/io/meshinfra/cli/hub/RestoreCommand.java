package io.meshinfra.cli.hub;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.reconcile.backup.BackupFailed;
import io.meshinfra.reconcile.backup.Restore;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Make the home of a hub (MESH_HOME) from a backup; all of it, or nothing.",
      "From then on nodes take nothing any more from the hub that the backup was made of."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh restore hub.backup",
      "  age -d hub.backup.age | mesh restore -",
      "  MESH_HOME=/srv/mesh mesh restore --force /var/backups/mesh/mesh-20260301T030000Z.backup"
    })
public final class RestoreCommand implements Runnable {
  private final Shell shell;

  @Parameters(paramLabel = "FILE", description = "As mesh backup wrote it; - is standard input.")
  private Path file;

  @Option(
      names = "--force",
      description = "Also in the place of a home that is not empty; that is kept beside it.")
  private boolean force;

  public RestoreCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    Path home = HubOptions.home(shell);
    Path from = file.toString().equals("-") ? Path.of("/dev/stdin") : file;
    try {
      Restore.Restored restored =
          new Restore(home, shell.clock())
              .from(from, force, System.getProperty("user.name", "mesh"));
      restored.replaced().ifPresent(old -> shell.progress("what was there before: " + old));
      shell.progress(
          "%s: %d files of the backup of %s"
              .formatted(home, restored.manifest().files().size(), restored.manifest().made()));
      shell.progress(
          restored.manifest().journal().isPresent()
              ? "start the hub with: mesh serve"
              : "the backup holds no journal: put the database back before the hub is started, and"
                  + " then see mesh lease raise --help");
    } catch (BackupFailed e) {
      throw new Failure(e.getMessage());
    } catch (IOException e) {
      throw new Failure("nothing was put back: " + e);
    }
  }
}
