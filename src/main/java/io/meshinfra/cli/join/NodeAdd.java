package io.meshinfra.cli.join;

import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.YesOption;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.join.Deeds;
import io.meshinfra.join.Doorway;
import io.meshinfra.join.HubKey;
import io.meshinfra.join.Joining;
import io.meshinfra.join.Machine;
import io.meshinfra.join.NodeDraft;
import io.meshinfra.join.Person;
import io.meshinfra.join.Wishes;
import io.meshinfra.join.rights.Rights;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Target;
import io.meshinfra.reconcile.Arrival;
import io.meshinfra.reconcile.Workbench;
import io.meshinfra.resource.AccountName;
import io.meshinfra.source.DirectoryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh node add}. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = "Make a machine a node: write its manifest, make the hub's login there.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh node add laptop --ssh me@192.0.2.20 --label role=workstation",
      "  mesh node add web --ssh root@203.0.113.9:2222 --host-key SHA256:... --yes --commit",
      "  mesh node add web --ssh root@203.0.113.9 --dry-run",
      "",
      "Reads the machine with your own login, drafts the manifest and the entry of the network",
      "intent, validates them with all the rest, makes the hub's login with its key and the least",
      "rights that the catalog needs, and keeps the files. Run again, it goes on where it stopped,",
      "and changes nothing when all is there. Exit code 0: done, 1: somebody did not agree, or",
      "--dry-run has something to do, 2: an error."
    })
final class NodeAdd implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "NAME", description = "What the node shall be called.")
  private String name;

  @Option(
      names = "--hub-key",
      paramLabel = "KEY",
      description =
          "Public key of the hub: a file or the line itself; without it the .pub file beside the"
              + " first of MESH_SSH_IDENTITIES.")
  private String hubKey;

  @Option(
      names = "--login",
      paramLabel = "USER",
      defaultValue = "mesh-ops",
      description = "Login of the hub there; mesh-ops is the default.")
  private String login;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "Label, may be repeated; role above all. os, arch, platform are found out.")
  private Map<String, String> labels = new TreeMap<>();

  @Option(
      names = "--presence",
      paramLabel = "WHEN",
      description =
          "always-on, on-demand, or hours like \"Mon-Fri 08:00-18:00 Europe/Berlin\"; on-demand for"
              + " what people carry and for WSL2, always-on for others, when not said.")
  private String presence;

  @Option(
      names = "--access",
      paramLabel = "KIND=HOST",
      description =
          "A further way in, like wireguard=10.0.0.7; the one of --ssh and addresses of Tailscale"
              + " and WireGuard are found out.")
  private List<String> access = new ArrayList<>();

  @Mixin private MachineOptions machine;
  @Mixin private RepositoryOptions repository;
  @Mixin private FilesOption files;
  @Mixin private YesOption yes;

  NodeAdd(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    files.check();
    machine.check();
    NodeName node = RepositoryOptions.name(name);
    List<Wishes.Way> ways = ways();
    HubKey key = new HubKeyChoice(shell).of(Optional.ofNullable(hubKey));
    MachineOptions.Place place = machine.place();
    Manifests manifests = repository.manifests();
    Optional<FleetNode> known = manifests.valid().node(node);
    if (known.isPresent() && (!labels.isEmpty() || presence != null || !access.isEmpty())) {
      shell.progress(
          "look: %s is there already; labels, presence and ways in are changed in its manifest"
              .formatted(node));
    }
    Workbench.Settings settings = repository.settings(shell, manifests.root());
    try (Arrival arrival = new Arrival(settings.identities(), settings.agent())) {
      List<String> keys =
          known
              .map(FleetNode::target)
              .map(Target::hostKeys)
              .orElseGet(() -> List.of(machine.confirmed(arrival, place, shell)));
      String user = known.map(FleetNode::target).map(Target::user).orElse(login);
      Visit visit = new Visit(arrival.doorway(), machine.person(place, node, keys), user, key);
      return add(visit, wishes(node, place, keys, user, ways), manifests);
    }
  }

  /** A machine that is looked at, and for whom. */
  private record Visit(Doorway doorway, Person person, String login, HubKey key) {}

  private Wishes wishes(
      NodeName node,
      MachineOptions.Place place,
      List<String> keys,
      String user,
      List<Wishes.Way> ways) {
    try {
      return new Wishes(
          node,
          place.host(),
          place.port(),
          keys,
          AccountName.parse(user).value(),
          new TreeMap<>(labels),
          Optional.ofNullable(presence),
          ways);
    } catch (IllegalArgumentException e) {
      throw new Failure(e.getMessage());
    }
  }

  private List<Wishes.Way> ways() {
    try {
      return access.stream().map(Wishes.Way::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new Failure("--access: " + e.getMessage());
    }
  }

  private int add(Visit visit, Wishes wishes, Manifests manifests) {
    Machine seen =
        switch (visit.doorway().look(visit.person(), visit.login())) {
          case Doorway.Look.Seen(Machine found) -> found;
          case Doorway.Look.NotSeen(String reason) ->
              throw new Failure("nothing was done: " + Printable.block(reason));
        };
    NodeDraft draft = new NodeDraft(seen, wishes);
    Joining.Result.Ready ready = ready(draft, manifests);
    ChangedFiles changed =
        new ChangedFiles(manifests.root(), manifests.tree(), optional(ready.files()));
    shell.print(new JoinText(seen, visit.login()).told(changed, ready.rights()));
    if (ready.node().target().become() != ready.rights().become()) {
      shell.progress(
          "look: the catalog needs root, and the manifest says become: none; write sudo");
    }
    draft.remarks().forEach(remark -> shell.progress("look: " + Printable.line(remark)));
    if (files.isDryRun()) {
      return changed.isEmpty() ? ExitCode.FINE : ExitCode.DIFFERENCES;
    }
    files.requireKeepable(changed, shell);
    String question = "Make the login of the hub on " + wishes.host() + "?";
    if (!yes.agreed(shell, question, "Nothing was done", "does it")) {
      return ExitCode.DIFFERENCES;
    }
    prepare(visit, ready);
    shell.print(
        changed.isEmpty()
            ? "the files are as they shall be\n"
            : files.keep(changed, shell, wishes.name(), "Add the node " + wishes.name()));
    return ExitCode.FINE;
  }

  private Joining.Result.Ready ready(NodeDraft draft, Manifests manifests) {
    DirectoryTree tree = manifests.tree();
    Joining joining =
        new Joining(tree, manifests.folder(), manifests.networkFile(), manifests::load);
    return switch (joining.of(draft)) {
      case Joining.Result.Ready ready -> ready;
      case Joining.Result.Impossible(String reason) ->
          throw new Failure("nothing was done: " + reason);
      case Joining.Result.Mistakes mistakes ->
          throw new Failure(
              "with the new node the desired state would have mistakes, and nothing was done:\n"
                  + manifests.report(mistakes.mistakes()).stripTrailing());
    };
  }

  private void prepare(Visit visit, Joining.Result.Ready ready) {
    Deeds deeds =
        visit.doorway().prepare(visit.person(), visit.login(), visit.key(), ready.rights());
    shell.print(JoinText.told(deeds));
    if (deeds.failure().isPresent()) {
      throw new Failure(
          "%s; no file was written. Mend it and run the command again: it goes on where it stopped"
              .formatted(deeds.failure().get()));
    }
    tryTheDoor(visit, ready.rights(), ready.node());
  }

  /** The proof that the hub gets in, where its private key is at hand. */
  private void tryTheDoor(Visit visit, Rights rights, FleetNode node) {
    Target hub =
        new Target(
            node.name(),
            visit.person().target().access(),
            visit.person().target().hostKeys(),
            visit.login(),
            rights.become());
    switch (visit.doorway().tried(hub)) {
      case Doorway.Entry.Open open -> shell.print("tried: the hub's login gets in\n");
      case Doorway.Entry.OtherKeys keys ->
          shell.print("not tried: the private key of the hub is not among those here\n");
      case Doorway.Entry.Shut(String reason) ->
          throw new Failure(
              "the login was made, and does not get in: %s. No file was written"
                  .formatted(Printable.block(reason)));
    }
  }

  static SortedMap<String, Optional<Content>> optional(SortedMap<String, Content> files) {
    SortedMap<String, Optional<Content>> all = new TreeMap<>();
    files.forEach((path, content) -> all.put(path, Optional.of(content)));
    return all;
  }
}
