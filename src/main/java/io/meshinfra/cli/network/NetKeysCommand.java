package io.meshinfra.cli.network;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.YesOption;
import io.meshinfra.cli.fleet.FilesOnDisk;
import io.meshinfra.cli.fleet.FleetOptions;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.desired.edit.ManifestEdit;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.KeyOnNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.WireguardKeys;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.WireguardKey;
import io.meshinfra.reconcile.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh net keys}. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Make keys of WireGuard on nodes, and write the public ones into the intent.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh net keys -f desired-state                 all nodes with WireGuard; asks before it makes keys",
      "  mesh net keys laptop --dry-run                 what the node has; nothing is made or written",
      "  mesh net keys laptop --replace                 the node was set up anew and has another key",
      "",
      "A key is made where there is none, by a plan like any other change. The private key never",
      "leaves its node. Exit code 0: the intent has the keys of all these nodes, 1: a key is another",
      "one, or not written, 2: an error, or a node was away."
    })
final class NetKeysCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      paramLabel = "NODE",
      description = "Nodes; all that have the back end wireguard when none is named.")
  private List<String> names;

  @Option(names = "--dry-run", description = "Make no key and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--replace",
      description =
          "Write the key of a node also where the intent has another one; name the nodes.")
  private boolean replace;

  @Mixin private YesOption yes;
  @Mixin private FleetOptions options;
  @Mixin private FormatOption output;

  NetKeysCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (replace && (names == null || names.isEmpty())) {
      throw new Failure("--replace takes the keys of nodes on trust; name the nodes");
    }
    NetworkOf network = NetworkOf.of(options.manifests());
    List<NodeName> nodes = nodes(network);
    if (nodes.isEmpty()) {
      throw new Failure("no node has the back end wireguard; name it in back_ends");
    }
    SortedMap<NodeName, KeyOnNode> answers;
    try (KeyMaker maker = new KeyMaker(network.manifests(), options, shell)) {
      answers = maker.ask(nodes);
      List<NodeName> without =
          nodes.stream().filter(name -> answers.get(name) instanceof KeyOnNode.None).toList();
      if (!dryRun && !without.isEmpty() && made(maker, without)) {
        answers.putAll(maker.ask(without));
      }
    }
    KeyFindings found = KeyFindings.of(network.planned().intent(), answers, replace);
    boolean written = !dryRun && !found.toWrite().isEmpty();
    if (written) {
      write(network, found.toWrite());
    }
    tell(found, written);
    return found.code(written);
  }

  private List<NodeName> nodes(NetworkOf network) {
    PlannedNetwork planned = network.planned();
    List<NodeName> named =
        names == null || names.isEmpty()
            ? List.copyOf(planned.intent().nodes().keySet())
            : names.stream().distinct().map(network::node).toList();
    List<NodeName> with =
        named.stream()
            .filter(
                name -> planned.intent().nodes().get(name).backEnds().contains(BackEnd.WIREGUARD))
            .toList();
    if (names != null && !names.isEmpty() && with.size() < named.size()) {
      List<NodeName> rest = new ArrayList<>(named);
      rest.removeAll(with);
      throw new Failure(rest.getFirst() + " does not have the back end wireguard");
    }
    return with;
  }

  /** Makes the keys that are missing, once somebody agrees. */
  private boolean made(KeyMaker maker, List<NodeName> without) {
    List<Pass> planned = maker.look(without).stream().filter(pass -> pass.steps() > 0).toList();
    planned.forEach(pass -> pass.planText().ifPresent(shell::progress));
    if (planned.isEmpty()
        || !yes.agreed(
            shell,
            "Make a key on %s?".formatted(Counted.of(planned.size(), "node")),
            "No key was made",
            "makes it")) {
      return false;
    }
    for (Pass pass : maker.make(planned)) {
      if (pass.ending() != Pass.Ending.FINE) {
        shell.progress(
            "%s: %s: %s".formatted(pass.node(), pass.word(), Printable.block(pass.detail())));
      }
    }
    return true;
  }

  private static void write(NetworkOf network, SortedMap<NodeName, WireguardKey> keys) {
    Manifests manifests = network.manifests();
    String file = manifests.networkFile();
    switch (WireguardKeys.write(file, content(manifests, file), keys)) {
      case ManifestEdit.Refused(String reason) ->
          throw new Failure("%s cannot be edited: %s".formatted(file, reason));
      case ManifestEdit.Edited(Content content) ->
          new FilesOnDisk(manifests.root(), manifests.tree())
              .write(new TreeMap<>(Map.of(file, content)));
    }
  }

  private static Content content(Manifests manifests, String file) {
    try {
      return manifests.tree().read(file).orElseThrow();
    } catch (FileTree.UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  private void tell(KeyFindings found, boolean written) {
    if (output.format() == Format.TABLE) {
      shell.print(found.table(written).text(shell.screen().columns()));
      if (written) {
        shell.print(
            "%s written; commit it, and the nodes are each other's peers%n"
                .formatted(Counted.of(found.toWrite().size(), "key")));
      }
    } else {
      shell.print(Tree.of(found.tree(written), output.format()));
    }
  }
}
