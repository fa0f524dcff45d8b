package io.meshinfra.cli.join;

import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.YesOption;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mesh import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Draft a profile from what somebody put on a node by hand.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh import web               shows the draft, then asks",
      "  mesh import web --yes --branch import-web",
      "",
      "Looks for packages, groups, people and their public keys, changed and added files of /etc,",
      "services and the time zone. What the engine would change then is left out: the profile plans",
      "to no change. Secrets are never read into it: private keys, password hashes, files that look",
      "as if they held one; all that is left out is told. Exit code 0: done, 1: nobody agreed, or",
      "--dry-run has something to do, 2: an error."
    })
public final class ImportCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "NODE", description = "A node of the fleet.")
  private String name;

  @Mixin private RepositoryOptions repository;
  @Mixin private FilesOption files;
  @Mixin private YesOption yes;

  public ImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    files.check();
    NodeName node = RepositoryOptions.name(name);
    Manifests manifests = repository.manifests();
    ProfileImport.Proven proven =
        new ProfileImport(shell, manifests, repository.settings(shell, manifests.root()), node)
            .draft();
    if (proven.draft().entries().isEmpty()) {
      throw new Failure(
          "nothing was found on %s that the fleet does not say already".formatted(node));
    }
    shell.print(proven.files().told());
    proven
        .draft()
        .leftOut()
        .forEach(left ->
            shell.print(
                "left out: %s: %s%n"
                    .formatted(Printable.line(left.what()), Printable.line(left.reason()))));
    shell.print(
        "%d resources; the engine looked at %s with them and would change nothing%n"
            .formatted(proven.draft().entries().size(), node));
    if (files.isDryRun()) {
      return ExitCode.DIFFERENCES;
    }
    String question = "Write " + proven.files().files().size() + " files?";
    if (!yes.agreed(shell, question, "Nothing was written", "writes them")) {
      return ExitCode.DIFFERENCES;
    }
    shell.print(files.keep(proven.files(), shell, node, "Draft a profile from what is on " + node));
    return ExitCode.FINE;
  }
}
