package io.meshinfra.join;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.desired.edit.FieldEdit;
import io.meshinfra.join.rights.Rights;
import io.meshinfra.join.rights.RightsNeeded;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Thinks out what a new node needs: its manifest, its entry in the network intent, its rights.
 * Nothing is offered that was not validated together with all the rest.
 *
 * @param tree the files as they are
 * @param folder of the manifests, empty for the root
 * @param intent the file of the network intent, which need not be there
 * @param load reads the desired state of files
 */
public record Joining(
    FileTree tree, String folder, String intent, Function<FileTree, Loading> load) {
  /** What came of it. */
  public sealed interface Result {
    /**
     * All is valid with it.
     *
     * @param files whole content of files that are new or changed, by path; none when the node is
     *     there already
     * @param node as it is with them
     */
    record Ready(SortedMap<String, Content> files, FleetNode node, Rights rights)
        implements Result {
      public Ready {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
      }
    }

    /** The desired state would have mistakes. */
    record Mistakes(Loading.Invalid mistakes) implements Result {}

    record Impossible(String reason) implements Result {}
  }

  public Result of(NodeDraft draft) {
    try {
      // What needs no root is found out with a manifest that does not ask for it.
      Result without = of(draft, Target.Become.NONE);
      return without instanceof Result.Ready ready && ready.rights() instanceof Rights.Nothing
          ? without
          : of(draft, Target.Become.SUDO);
    } catch (FieldEdit.Impossible | FileTree.UnreadableFile e) {
      return new Result.Impossible(intent + ": " + e.getMessage());
    }
  }

  private Result of(NodeDraft draft, Target.Become become)
      throws FieldEdit.Impossible, FileTree.UnreadableFile {
    NodeName name = draft.wishes().name();
    SortedMap<String, Content> files = new TreeMap<>();
    if (manifestOf(name).isEmpty()) {
      files.put(place(name), Content.of(draft.manifest(become)));
    }
    Optional<Content> network = tree.read(intent);
    if (network.isPresent()) {
      Content with = new IntentEntry(draft).in(intent, network.get());
      if (!with.equals(network.get())) {
        files.put(intent, with);
      }
    }
    return switch (load.apply(edited(files))) {
      case Loading.Invalid invalid -> new Result.Mistakes(invalid);
      case Loading.Loaded(Fleet fleet) -> {
        FleetNode node = fleet.node(name).orElseThrow();
        yield new Result.Ready(files, node, rights(node));
      }
    };
  }

  /** A manifest that becomes root keeps the right to, else the hub would be locked out by it. */
  private static Rights rights(FleetNode node) {
    Rights needed = new RightsNeeded(node.target().user()).by(node.catalog());
    return needed instanceof Rights.Nothing && node.target().become() == Target.Become.SUDO
        ? new Rights.OneCommand("become: sudo of its manifest")
        : needed;
  }

  private EditedTree edited(SortedMap<String, Content> files) {
    SortedMap<String, Optional<Content>> edits = new TreeMap<>();
    files.forEach((path, content) -> edits.put(path, Optional.of(content)));
    return new EditedTree(tree, edits);
  }

  /** The file that has the manifest of a node. */
  Optional<String> manifestOf(NodeName name) throws FileTree.UnreadableFile {
    return new NodeFiles(tree, folder).of(name);
  }

  /** Where the other nodes are: the folder, below that of the manifests, with most of them. */
  private String place(NodeName name) throws FileTree.UnreadableFile {
    Map<String, Long> folders =
        new NodeFiles(tree, folder)
            .all().stream()
                .map(path -> path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "")
                .filter(parent -> !parent.equals(folder))
                .collect(
                    Collectors.groupingBy(parent -> parent, TreeMap::new, Collectors.counting()));
    String usual = folder.isEmpty() ? "nodes" : folder + "/nodes";
    return folders.entrySet().stream()
            .max(Comparator.comparingLong(Map.Entry::getValue))
            .map(Map.Entry::getKey)
            .orElse(usual)
        + "/"
        + name
        + ".yaml";
  }
}
