package io.meshinfra.cli.join;

import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.YesOption;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.join.Deeds;
import io.meshinfra.join.Leaving;
import io.meshinfra.join.rights.Rights;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Target;
import io.meshinfra.reconcile.Arrival;
import io.meshinfra.reconcile.Workbench;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh node remove}. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = "Let a node go: take it out of the repository, and off the machine.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh node remove laptop --commit",
      "  mesh node remove laptop --cleanup --ssh me@192.0.2.20",
      "  mesh node remove laptop --tailnet-device",
      "",
      "Takes away the manifest, the drafted profile, its entry in the network intent with the rules,",
      "groups and principals that are about it alone, and its files in infra/backup and infra/bootstrap;",
      "writes the WireGuard configurations in infra/backup/wg anew without it, and tells what is left.",
      "With --cleanup the hub's login with its home, its rights and /var/lib/mesh-infra go from the",
      "machine as well; a login that mesh did not make, and all else that was put there, stays.",
      "Exit code 0: done, 1: nobody agreed, or --dry-run has something to do, 2: an error."
    })
final class NodeRemove implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "NAME", description = "The node.")
  private String name;

  @Option(
      names = "--cleanup",
      description = "Remove the hub's login and what it remembers there; needs --ssh.")
  private boolean cleanup;

  @Option(
      names = "--login",
      paramLabel = "USER",
      defaultValue = "mesh-ops",
      description = "Login of the hub, for a node that has left the manifests already.")
  private String login;

  @Mixin private MachineOptions machine;
  @Mixin private TailnetDeviceOption device;
  @Mixin private RepositoryOptions repository;
  @Mixin private FilesOption files;
  @Mixin private YesOption yes;

  NodeRemove(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    NodeName node = RepositoryOptions.name(name);
    check(node);
    Manifests manifests = repository.manifests();
    Optional<Target> known = manifests.valid().node(node).map(FleetNode::target);
    if (known.isEmpty() && !cleanup) {
      throw new Failure("there is no node " + node + " in these manifests");
    }
    String user = known.map(Target::user).orElse(login);
    Leaving.Result.Ready ready = ready(node, manifests);
    ChangedFiles changed = new ChangedFiles(manifests.root(), manifests.tree(), ready.edits());
    Optional<TailnetDeviceOption.Found> found = device.look(node, manifests, files.hub(), shell);
    shell.print(changed.told());
    ready.remarks().forEach(remark -> shell.print("look: " + Printable.line(remark) + "\n"));
    found.ifPresent(one -> shell.print("tailnet: removes the device " + one.words() + "\n"));
    if (files.isDryRun()) {
      return changed.isEmpty() && found.isEmpty() ? ExitCode.FINE : ExitCode.DIFFERENCES;
    }
    if (!cleanup) {
      if (!agreed(user, found)) {
        return ExitCode.DIFFERENCES;
      }
      shell.print(files.keep(changed, shell, node, "Remove the node " + node));
      shell.print(left(node, user));
    } else if (!cleaned(node, known, user, manifests, changed, found)) {
      return ExitCode.DIFFERENCES;
    }
    // The last thing, since the machine may be reached by it.
    found.ifPresent(one -> shell.print(one.remove()));
    return ExitCode.FINE;
  }

  /** What is wrong with the options is to be known before files are gone or a machine is asked. */
  private void check(NodeName node) {
    files.check();
    if (cleanup != machine.isGiven()) {
      throw new Failure("--cleanup and --ssh go together: it is done with your own login there");
    }
    if (cleanup) {
      machine.person(machine.place(), node, List.of());
    }
    machine.check();
  }

  private boolean agreed(String user, Optional<TailnetDeviceOption.Found> found) {
    String there =
        cleanup ? ", and there the login %s with its home".formatted(Printable.line(user)) : "";
    String tailnet = found.isPresent() ? ", and at once its device from the tailnet" : "";
    boolean more = cleanup || found.isPresent();
    String question = "Remove it" + (more ? " here" + there + tailnet : "") + "?";
    return yes.agreed(shell, question, "Nothing was removed", "removes it");
  }

  /** The files first: a hub that still has the node would only miss its login. */
  private boolean cleaned(
      NodeName node,
      Optional<Target> known,
      String user,
      Manifests manifests,
      ChangedFiles changed,
      Optional<TailnetDeviceOption.Found> found) {
    Workbench.Settings settings = repository.settings(shell, manifests.root());
    MachineOptions.Place place = machine.place();
    try (Arrival arrival = new Arrival(settings.identities(), settings.agent())) {
      List<String> keys =
          known
              .map(Target::hostKeys)
              .orElseGet(() -> List.of(machine.confirmed(arrival, place, shell)));
      if (!agreed(user, found)) {
        return false;
      }
      shell.print(files.keep(changed, shell, node, "Remove the node " + node));
      Deeds deeds = arrival.doorway().leave(machine.person(place, node, keys), user);
      shell.print(JoinText.told(deeds));
      if (deeds.failure().isPresent()) {
        throw new Failure(
            "%s; the repository is without the node already. Mend it and run the command again"
                .formatted(deeds.failure().get()));
      }
      return true;
    }
  }

  private Leaving.Result.Ready ready(NodeName node, Manifests manifests) {
    Leaving leaving =
        new Leaving(
            manifests.tree(),
            manifests.folder(),
            manifests.networkFile(),
            manifests::load,
            manifests::network);
    return switch (leaving.of(node)) {
      case Leaving.Result.Ready ready -> ready;
      case Leaving.Result.Impossible(String reason) ->
          throw new Failure("nothing was removed: " + reason);
      case Leaving.Result.Mistakes mistakes ->
          throw new Failure(
              "without %s the desired state would have mistakes, and nothing was removed:\n%s"
                  .formatted(node, manifests.report(mistakes.mistakes()).stripTrailing()));
    };
  }

  private static String left(NodeName node, String login) {
    return ("left to do on %1$s itself, as root: rm -rf %3$s /var/lib/mesh-infra; and userdel -r %2$s,"
            + " if mesh made it: then \"getent passwd %2$s\" tells the comment mesh-infra%n")
        .formatted(node, login, Rights.FILE);
  }
}
