package io.meshinfra.cli.join;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import picocli.CommandLine.Mixin;
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

  @Option(
      names = "--pull-request",
      description = "Have the hub push a branch and open a pull request; nothing is written here.")
  private boolean pullRequest;

  @Mixin private HubOptions hub;

  /** Of what else is left to the hub. */
  HubOptions hub() {
    return hub;
  }

  boolean isDryRun() {
    return dryRun;
  }

  /**
   * @throws Failure when the options contradict each other
   */
  void check() {
    int ways = (branch == null ? 0 : 1) + (commit ? 1 : 0) + (pullRequest ? 1 : 0);
    if (ways > 1) {
      throw new Failure("--commit, --branch and --pull-request are three ways; choose one");
    }
  }

  /**
   * To be asked before a machine is touched, which nobody takes back.
   *
   * @throws Failure when they could not be kept as the options say
   */
  void requireKeepable(ChangedFiles changed, Shell shell) {
    if (changed.isEmpty()) {
      return;
    }
    if (pullRequest) {
      changed.base();
      hub.hub(shell).source();
    } else if (branch != null) {
      changed.requireNewBranch(branch);
    } else if (commit) {
      changed.requireNothingStaged();
    }
  }

  /** Keeps them as the options say; what was done, and what comes next. */
  String keep(ChangedFiles changed, Shell shell, NodeName node, String message) {
    if (changed.isEmpty()) {
      return "";
    }
    if (pullRequest) {
      return proposed(
          hub.hub(shell).propose(node.value(), changed.base().id(), message, changed.texts()));
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

  private static String proposed(JsonNode answer) {
    String branch = Printable.line(answer.path("branch").asText());
    String page = Printable.line(answer.path("page").asText(""));
    return page.isEmpty()
        ? "the hub pushed %s, and opened no pull request: %s%n"
            .formatted(branch, Printable.line(answer.path("note").asText()))
        : "the hub pushed %s and opened %s%n".formatted(branch, page);
  }
}
