package io.meshinfra.cli.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.adopt.Adoption;
import io.meshinfra.cli.ColourOption;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.YesOption;
import io.meshinfra.cli.fleet.DirectFleet;
import io.meshinfra.cli.fleet.FilesOnDisk;
import io.meshinfra.cli.fleet.FleetOptions;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.NodeAdoption;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.source.DirectoryTree;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh drift adopt}. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    description = "Write what is so on a node into the manifests, so that it is what is wanted.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh drift adopt laptop                                     as the hub sees it",
      "  mesh drift adopt laptop -f desired-state                    without a hub",
      "  mesh drift adopt laptop file:/etc/motd -f desired-state     one resource",
      "",
      "Shows the edits and asks; without a terminal and without --yes it only shows them. The hub",
      "edits files as the commit in force has them; the working copy must have these files so too.",
      "Exit code 0: nothing drifts, or all was adopted, 1: some drift is left, 2: an error, or the",
      "node was away."
    })
final class AdoptCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "NODE", description = "Node whose drift is adopted.")
  private String node;

  @Parameters(
      index = "1..*",
      paramLabel = "RESOURCE",
      description = "Resources as KIND:NAME; all that drifted when none is named.")
  private List<String> resources;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description =
          "With a hub: a folder of the working copy that is edited; this folder without it.")
  private Path copy;

  @Mixin private YesOption yes;
  @Mixin private FleetOptions options;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;
  @Mixin private ColourOption colour;

  AdoptCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (options.directory().isPresent() && copy != null) {
      throw new Failure("-f edits the manifests that it names; leave out --into");
    }
    return told(options.directory().map(this::direct).orElseGet(this::byHub));
  }

  private AdoptionOffer byHub() {
    Manifests into = options.manifests(copy == null ? Path.of("") : copy);
    return new HubAdoption(hub.hub(shell), into)
        .of(node, resources == null ? List.of() : resources);
  }

  private AdoptionOffer direct(Path directory) {
    try (DirectFleet fleet = new DirectFleet(options, directory, shell)) {
      NodeName name = fleet.named(List.of(node)).getFirst();
      NamedResources wanted = NamedResources.of(resources, fleet, name);
      DirectoryTree files = fleet.manifests().tree();
      NodeAdoption found = fleet.adopt(name, files, wanted::contains);
      Pass pass = found.pass();
      if (pass.found().isEmpty()) {
        throw new Failure(
            "%s: %s: %s".formatted(node, pass.word(), Printable.block(pass.detail())));
      }
      return new AdoptionOffer(
          fleet.manifests().root(),
          files,
          name,
          pass.revision(),
          found.drifting().size(),
          found.adoption());
    }
  }

  private int told(AdoptionOffer found) {
    Adoption adoption = found.adoption();
    AdoptionText text = new AdoptionText(found);
    ObjectNode tree = text.tree();
    boolean table = output.format() == Format.TABLE;
    if (table) {
      shell.print(shell.paint(colour.when()).changes(text.told()));
    }
    String files = Counted.of(adoption.files().size(), "file");
    boolean written =
        !adoption.isEmpty()
            && yes.agreed(shell, "Write " + files + "?", "Nothing was written", "writes it");
    if (written) {
      new FilesOnDisk(found.root(), found.files()).write(adoption.files());
    }
    if (!table) {
      shell.print(Tree.of(tree.put("written", written), output.format()));
    } else if (written) {
      shell.print("%s written; commit what you want to keep%n".formatted(files));
    }
    boolean left = !adoption.refused().isEmpty() || !adoption.isEmpty() && !written;
    return left ? ExitCode.DIFFERENCES : ExitCode.FINE;
  }
}
