package io.meshinfra.cli.join;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.desired.edit.FieldEdit;
import io.meshinfra.join.EditedTree;
import io.meshinfra.join.NodeLabel;
import io.meshinfra.join.inventory.Inventory;
import io.meshinfra.join.inventory.InventoryProbe;
import io.meshinfra.join.inventory.ProfileDraft;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.Workbench;
import io.meshinfra.resource.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Drafts a profile from a node and has the engine look at it: what it would change is left out,
 * until it would change nothing.
 */
final class ProfileImport {
  /** What one round leaves out, the next one does not see again; so few are needed. */
  private static final int MOST_ROUNDS = 6;

  /** The first resource stands on this line of the drafted manifest, each on one line. */
  private static final int FIRST_LINE = 8;

  private final Shell shell;
  private final Manifests manifests;
  private final Workbench.Settings settings;
  private final NodeName node;

  ProfileImport(Shell shell, Manifests manifests, Workbench.Settings settings, NodeName node) {
    this.shell = shell;
    this.manifests = manifests;
    this.settings = settings;
    this.node = node;
  }

  /** A profile that plans to no change, and the files that make it so. */
  record Proven(ProfileDraft draft, ChangedFiles files) {}

  /**
   * @throws Failure when the node is not there, or its profile is
   */
  Proven draft() {
    Fleet fleet = manifests.valid();
    FleetNode known =
        fleet
            .node(node)
            .orElseThrow(() ->
                new Failure(
                    "there is no node %s; mesh node add makes a machine one".formatted(node)));
    ProfileDraft draft =
        ProfileDraft.of(node, inventory(fleet)).without(ids(known), "the fleet says it already");
    for (int round = 0; round < MOST_ROUNDS; round++) {
      ChangedFiles files = files(draft, known);
      ProfileDraft better = better(draft, files, fleet);
      if (better.equals(draft)) {
        return new Proven(draft, files);
      }
      draft = better;
    }
    throw new Failure("the node changes while it is looked at; run it again when it is quiet");
  }

  private Inventory inventory(Fleet fleet) {
    try (Workbench bench = bench(fleet)) {
      return switch (bench.inventory(node)) {
        case InventoryProbe.Result.Taken(var inventory) -> inventory;
        case InventoryProbe.Result.NotTaken(String reason) ->
            throw new Failure(node + ": " + Printable.block(reason));
      };
    }
  }

  private Workbench bench(Fleet fleet) {
    return new Workbench(
        fleet,
        manifests.policy(),
        settings,
        (at, line) -> shell.progress(at + ": " + Printable.block(line)),
        shell.clock());
  }

  private static Set<ResourceId> ids(FleetNode node) {
    return node.catalog().resources().stream().map(Resource::id).collect(Collectors.toSet());
  }

  private ChangedFiles files(ProfileDraft draft, FleetNode known) {
    SortedMap<String, Content> files = new TreeMap<>();
    String below = manifests.folder().isEmpty() ? "" : manifests.folder() + "/";
    draft.files().forEach((path, content) -> files.put(below + path, content));
    try {
      for (String path : files.keySet()) {
        if (manifests.tree().read(path).isPresent()) {
          throw new Failure(
              "%s is there already; remove it first, or go on with mesh drift adopt"
                  .formatted(Printable.quote(path)));
        }
      }
      String label = known.labels().get(ProfileDraft.LABEL);
      if (label == null) {
        files.putAll(
            new NodeLabel(manifests.tree(), manifests.folder())
                .add(node, ProfileDraft.LABEL, node.value()));
      } else if (!label.equals(node.value())) {
        throw new Failure(
            "the node has the label node: %s; the drafted profile needs node: %s"
                .formatted(Printable.line(label), node));
      }
    } catch (UnreadableFile | FieldEdit.Impossible e) {
      throw new Failure("the label node could not be added: " + e.getMessage());
    }
    return new ChangedFiles(manifests.root(), manifests.tree(), NodeAdd.optional(files));
  }

  /** The draft without what would not do; the same when all of it does. */
  private ProfileDraft better(ProfileDraft draft, ChangedFiles files, Fleet before) {
    return switch (manifests.load(new EditedTree(manifests.tree(), files.files()))) {
      case Loading.Invalid invalid -> withoutMistakes(draft, invalid);
      case Loading.Loaded(Fleet fleet) -> {
        requireOthersUntouched(before, fleet);
        yield withoutDrift(draft, fleet);
      }
    };
  }

  private ProfileDraft withoutMistakes(ProfileDraft draft, Loading.Invalid invalid) {
    ProfileDraft better = draft;
    for (Finding finding : invalid.findings()) {
      int index = finding.line() - FIRST_LINE;
      boolean ours = finding.file().endsWith("profiles/" + node + ".yaml");
      if (!ours || index < 0 || index >= draft.entries().size()) {
        throw new Failure(
            "with the drafted profile the desired state would have mistakes:\n"
                + manifests.report(invalid).stripTrailing());
      }
      better = better.without(Set.of(draft.entries().get(index).id()), finding.message());
    }
    return better;
  }

  private ProfileDraft withoutDrift(ProfileDraft draft, Fleet fleet) {
    try (Workbench bench = bench(fleet)) {
      Workbench.WouldChange seen = bench.wouldChange(node);
      seen.trouble()
          .ifPresent(why -> {
            throw new Failure("%s: %s".formatted(node, Printable.block(why)));
          });
      ProfileDraft better = draft;
      for (Map.Entry<ResourceId, String> change : seen.changes().entrySet()) {
        better =
            better.without(
                Set.of(change.getKey()),
                "the engine sees it otherwise, and would do this: " + change.getValue());
      }
      return better;
    }
  }

  private void requireOthersUntouched(Fleet before, Fleet after) {
    for (Map.Entry<NodeName, FleetNode> other : before.nodes().entrySet()) {
      Optional<FleetNode> now = after.node(other.getKey());
      boolean same =
          other.getKey().equals(node)
              || now.isPresent() && ids(now.get()).equals(ids(other.getValue()));
      if (!same) {
        throw new Failure(
            "the label node: %s would give the profile to %s as well; take it away there"
                .formatted(node, other.getKey()));
      }
    }
  }
}
