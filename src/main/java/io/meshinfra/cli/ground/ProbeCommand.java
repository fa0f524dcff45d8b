package io.meshinfra.cli.ground;

import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.source.WorkingCopy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mesh probe}. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description = "Write the snapshot of repository and fleet anew.",
    footerHeading = "%nExample:%n",
    footer = "  mesh probe        and look at docs/_generated/snapshot.json")
public final class ProbeCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private Place place;
  @Mixin private HubOptions hub;

  public ProbeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (WorkingCopy copy = place.workingCopy()) {
      DirectoryTree tree = Place.files(copy);
      LiveFleet live = LiveFleet.glanced(hub.hub(shell));
      live.trouble().ifPresent(why -> shell.progress("mesh: the live fleet is not in it: " + why));
      boolean renewed =
          new SnapshotFile(copy.root()).write(SnapshotFile.text(tree, place.load(tree), live));
      shell.print(SnapshotFile.PATH + (renewed ? " was written anew\n" : " is up to date\n"));
      return ExitCode.FINE;
    }
  }
}
