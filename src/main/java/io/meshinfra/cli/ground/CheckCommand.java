package io.meshinfra.cli.ground;

import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.source.WorkingCopy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mesh ground check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Check manifests, facts, links and contracts as they are on disk.",
    footerHeading = "%nExample:%n",
    footer = "  mesh ground check")
final class CheckCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private Place place;
  @Mixin private FormatOption output;

  CheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Report report = new Report();
    try (WorkingCopy copy = place.workingCopy()) {
      DirectoryTree tree = Place.files(copy);
      new TreeChecks(tree, place.load(tree)).addTo(report);
    }
    shell.print(
        output.format() == Format.TABLE ? report.text() : Tree.of(report.tree(), output.format()));
    return report.code();
  }
}
