package io.meshinfra.cli.hub;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.reconcile.backup.Backup;
import io.meshinfra.reconcile.backup.BackupFailed;
import io.meshinfra.reconcile.backup.BackupManifest;
import io.meshinfra.reconcile.backup.BackupRow;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh backup}. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Write the home of the hub into one file: journal, tokens, keys, secrets.",
      "To be run on the machine of the hub, by its user; the hub may run meanwhile. The file holds"
          + " secrets and is not encrypted: see docs/backup.md."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh backup hub.backup",
      "  mesh backup --to /var/backups/mesh --keep 14",
      "  mesh backup - | age -r age1... > hub.backup.age"
    })
public final class BackupCommand implements Runnable {
  private final Shell shell;
  @Mixin private HubOptions hub;

  @ArgGroup(multiplicity = "1")
  private Where where;

  /** One file, or the next one of a row. */
  static final class Where {
    @Parameters(paramLabel = "FILE", description = "New file; - is standard output.")
    private Path file;

    @ArgGroup(exclusive = false)
    private InARow row;
  }

  /** Backups in one folder. */
  static final class InARow {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "DIR",
        description = "Folder for a file that is named by the time.")
    private Path folder;

    @Option(
        names = "--keep",
        paramLabel = "N",
        description = "Remove all but the newest N such files there, when the new one is written.")
    private Integer keep;
  }

  @Option(
      names = "--without-journal",
      description = "Leave the journal out: it is in PostgreSQL, and backed up with pg_dump.")
  private boolean withoutJournal;

  public BackupCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    try {
      if (where.row != null) {
        BackupRow row = row(where.row);
        Path next = row.next();
        tell(next.toString(), backup().write(next, !withoutJournal));
        row.removeOld().forEach(old -> shell.progress("removed " + old));
      } else if (where.file.toString().equals("-")) {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
          tell("standard output", backup().pour(out, !withoutJournal));
        }
      } else {
        tell(where.file.toString(), backup().write(where.file, !withoutJournal));
      }
    } catch (BackupFailed e) {
      throw new Failure(e.getMessage());
    } catch (IOException e) {
      throw new Failure("no backup was written: " + e);
    }
  }

  private static String about(BackupManifest.JournalCopy copy) {
    return ", journal up to audit row " + copy.audit().id();
  }

  private BackupRow row(InARow asked) {
    int keep = asked.keep == null ? Integer.MAX_VALUE : asked.keep;
    if (keep < 1) {
      throw new Failure("--keep is at least 1");
    }
    return new BackupRow(asked.folder, keep, shell.clock());
  }

  private void tell(String where, Backup.Written written) {
    written.warnings().forEach(warning -> shell.progress("warning: " + warning));
    shell.progress(
        "%s: %d files%s"
            .formatted(
                where,
                written.manifest().files().size(),
                written.manifest().journal().map(BackupCommand::about).orElse(", no journal")));
  }

  private Backup backup() {
    Path home = HubOptions.home(shell);
    Path journal =
        shell.variable("MESH_JOURNAL_FILE").map(Path::of).orElseGet(() -> home.resolve("journal"));
    return new Backup(home, journal, () -> Path.of(hub.hub(shell).copyOfJournal()), shell.clock());
  }
}
