package io.meshinfra.cli.fleet;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.model.Revision;
import picocli.CommandLine.Option;

/** What becomes of files that a command has thought out. */
final class FilesOption {
  @Option(
      names = "--dry-run",
      description = "Show all of it; touch neither the machine nor any file.")
  private boolean dryRun;

  @Option(names = "--commit", description = "Commit the files as well.")
  private boolean commit;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description = "Commit on a new branch instead; the files on disk stay as they are.")
  private String branch;

  boolean isDryRun() {
    return dryRun;
  }

  /**
   * @throws Failure when the options contradict each other
   */
  void check() {
    if (branch != null && commit) {
      throw new Failure("--branch commits already; leave out --commit");
    }
  }

  /** Keeps them as the options say; what was done, and what comes next. */
  String keep(ChangedFiles changed, Shell shell, String message) {
    if (changed.isEmpty()) {
      return "";
    }
    if (branch != null) {
      Revision made = changed.commitOn(branch, shell, message + "\n");
      return "committed %s on branch %s; next: git push origin %s, and open a pull request%n"
          .formatted(made.abbreviated(), branch, branch);
    }
    if (commit) {
      return "committed %s; next: git push%n"
          .formatted(changed.commit(shell, message + "\n").abbreviated());
    }
    changed.write();
    return "%d %s written; next: commit and push%n"
        .formatted(changed.files().size(), changed.files().size() == 1 ? "file" : "files");
  }
}
